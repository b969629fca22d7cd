// Dropping files anywhere on the inbox, and seeing how far they are.

import { send } from "./swapping";
import { words, say } from "./said";

const ASK_MS = 1000;
let asking = 0;
let shownDone = "";

/** How far the work is, as `?format=json` of the page says. */
interface Progress {
  readonly running: number;
  readonly done: number;
  readonly total: number;
}

/** Listen for files that are dropped. */
export function receiveFiles(): void {
  document.addEventListener("dragover", (event) => {
    if (!form() || !hasFiles(event)) return;
    event.preventDefault();
    form()?.classList.add("wanted");
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) form()?.classList.remove("wanted");
  });
  document.addEventListener("drop", (event) => {
    const target = form();
    if (!target || !hasFiles(event)) return;
    event.preventDefault();
    target.classList.remove("wanted");
    if (event.dataTransfer) post(target, event.dataTransfer.files);
  });
}

function form(): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>("form[data-drop]");
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Post the form, with all that is typed into it, and the files that were dropped. */
function post(target: HTMLFormElement, dropped: FileList): void {
  const input = target.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) return;
  const body = new FormData(target);
  // Files chosen before and not sent yet go with them; an empty field is sent as one without a name.
  const chosen = body.getAll(input.name).filter((file) => file instanceof File && file.name !== "");
  body.delete(input.name);
  for (const file of [...chosen, ...dropped]) body.append(input.name, file);
  say(words("sending", { n: String(body.getAll(input.name).length) }));
  void send({ address: target.action, body }, target);
}

/** Ask how far the work is, for as long as something runs. */
export function followProgress(): void {
  window.clearTimeout(asking);
  const section = document.querySelector<HTMLElement>("[data-progress]");
  if (section && Number(section.dataset.running ?? 0) > 0)
    asking = window.setTimeout(() => void ask(section), ASK_MS);
}

async function ask(section: HTMLElement): Promise<void> {
  const address = new URL(section.dataset.progress ?? location.href, location.href);
  try {
    const page = new URL(address);
    page.searchParams.set("format", "json");
    const answer = await fetch(page);
    if (!answer.ok) return;
    await show(section, (await answer.json()) as Progress, address);
  } catch (fault) {
    // No answer, or none that is one: ask again. The bar stays where it is.
    if (!(fault instanceof TypeError || fault instanceof SyntaxError)) throw fault;
  }
  followProgress();
}

async function show(section: HTMLElement, now: Progress, address: URL): Promise<void> {
  const bar = section.querySelector<HTMLProgressElement>("progress[data-bar]");
  if (bar) [bar.max, bar.value] = [Math.max(1, now.total), now.done];
  const count = section.querySelector("[data-count]");
  if (count) count.textContent = words("doneOf", { done: String(now.done), total: String(now.total) });
  const isNews = shownDone !== String(now.done) || now.running === 0;
  shownDone = String(now.done);
  section.dataset.running = String(now.running);
  if (isNews) await renew(address);
  if (now.running === 0) say(words("allDone"));
}

/** Put what the page says now in the place of each `[data-live]`, but where somebody is. */
async function renew(address: URL): Promise<void> {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of document.querySelectorAll<HTMLElement>("[data-live][id]")) {
    const fresh = page.getElementById(old.id);
    if (fresh && !old.contains(document.activeElement)) old.replaceWith(document.adoptNode(fresh));
  }
}
