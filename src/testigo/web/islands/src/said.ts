// What the islands say: the words come with the page (`islands.html`), in the reader's language.

/** The words called `name` (camel case) on `<template id="islands">`, `{place}` filled in. */
export function words(name: string, values: Readonly<Record<string, string>> = {}): string {
  const text = document.getElementById("islands")?.dataset[name] ?? "";
  return text.replace(/\{(\w+)\}/g, (_, place: string) => values[place] ?? "");
}

/** Let screen readers say something when they have finished what they are saying. */
export function say(text: string): void {
  const region = document.getElementById("island-said") ?? madeRegion();
  region.textContent = text;
}

function madeRegion(): HTMLElement {
  const region = document.createElement("div");
  region.id = "island-said";
  region.className = "unseen";
  region.setAttribute("role", "status");
  document.body.append(region);
  return region;
}
