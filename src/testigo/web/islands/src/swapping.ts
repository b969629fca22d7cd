// Forms and links that change `<main>` in place of the whole page. The server decides; what it
// answers is shown. Nothing is put in place before its answer is there.

import { say, words } from "./said";

const FRAGMENT = { "X-Testigo-Fragment": "1" };
const NEXT = "X-Testigo-Next";
/** Says which state of that page is here: the server answers otherwise where it has changed. */
const STATE = "X-Testigo-State";
/** Answers that are about what was typed or decided, and are shown in the place of the form. */
const ABOUT_THE_FORM = [400, 409, 422];

/** What is fetched: an address, and a body if something is posted. */
export interface Request_ {
  readonly address: string;
  readonly body?: FormData | URLSearchParams;
}

interface Prefetched {
  readonly address: string;
  readonly main: HTMLElement;
  readonly title: string;
}

type Heard = () => void;

const listeners: Heard[] = [];
let waiting = false;
let next: Prefetched | null = null;

/** Be told after each `<main>` that was put in place, and once at the beginning. */
export function onSwapped(heard: Heard): void {
  listeners.push(heard);
}

/** Whether an answer is awaited: what is on the page may be decided already. */
export function isWaiting(): boolean {
  return waiting;
}

/** Take over the forms and links with `data-swap`. */
export function swap(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset.swap === undefined) return;
    event.preventDefault();
    void send(requestOf(form, event.submitter), form);
  });
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-swap]") : null;
    if (!link || event.defaultPrevented || event.button !== 0 || isModified(event)) return;
    event.preventDefault();
    void send({ address: link.href }, link);
  });
  onSwapped(prefetch);
}

function isModified(event: MouseEvent): boolean {
  return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
}

function requestOf(form: HTMLFormElement, submitter: HTMLElement | null): Request_ {
  const asked = (name: string): string | null =>
    submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name);
  const data = new FormData(form, submitter);
  const address = new URL(asked("action") || location.href, location.href);
  const fields = new URLSearchParams();
  for (const [name, value] of data) if (typeof value === "string") fields.append(name, value);
  if ((asked("method") ?? "get").toLowerCase() !== "post") {
    address.search = String(fields);
    return { address: address.href };
  }
  const isMultipart = asked("enctype") === "multipart/form-data";
  return { address: address.href, body: isMultipart ? data : fields };
}

/** Send a request and put its answer in place; what goes wrong is said beside `near`. */
export async function send(request: Request_, near: Element): Promise<void> {
  if (waiting) return;
  if (!request.body && next?.address === request.address) return take(next.main, next.title, next.address);
  begin(near);
  const ready = request.body ? next : null;
  try {
    const answer = await fetched(request, ready);
    const html = await answer.text();
    await receive(request, answer, html, ready, near);
  } catch (fault) {
    // `fetch` throws this where no answer came; anything else is a fault of this script.
    if (!(fault instanceof TypeError)) throw fault;
    complain(near, words("noAnswer"));
  } finally {
    end();
  }
}

function fetched({ address, body }: Request_, ready: Prefetched | null): Promise<Response> {
  const headers = ready ? { ...FRAGMENT, [NEXT]: local(ready.address), [STATE]: stateOf(ready.main) } : FRAGMENT;
  return fetch(address, body ? { method: "POST", body, headers } : { headers });
}

async function receive(
  request: Request_,
  answer: Response,
  html: string,
  ready: Prefetched | null,
  near: Element,
): Promise<void> {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.querySelector<HTMLElement>("main");
  if (!answer.ok && !ABOUT_THE_FORM.includes(answer.status))
    return complain(near, sentences(main) || words("broken", { status: String(answer.status) }));
  if (!main) return location.assign(answer.redirected ? answer.url : location.href);
  if (ready && answer.headers.get(NEXT) === local(ready.address)) {
    take(patched(ready.main, main), ready.title, ready.address);
  } else {
    const isMoved = answer.ok && (answer.redirected || !request.body);
    take(main, titleOf(page, main), isMoved ? answer.url : null);
  }
}

function stateOf(main: HTMLElement): string {
  return main.querySelector<HTMLElement>("[data-state]")?.dataset.state ?? "";
}

/** An address of this server without its origin. */
function local(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

/** The prefetched `<main>` with the parts that the answer holds anew. */
function patched(main: HTMLElement, parts: HTMLElement): HTMLElement {
  for (const part of parts.querySelectorAll("[id]"))
    main.querySelector(`#${CSS.escape(part.id)}`)?.replaceWith(part.cloneNode(true));
  return main;
}

function titleOf(page: Document, main: HTMLElement): string {
  return main.dataset.title ?? page.title;
}

function take(main: HTMLElement, title: string, address: string | null): void {
  const isSamePage = !address || new URL(address).pathname === location.pathname;
  const places = isSamePage ? scrolled() : [];
  document.querySelector("main")?.replaceWith(document.adoptNode(main));
  for (const [id, top] of places) document.getElementById(id)?.scrollTo({ top, behavior: "instant" });
  if (title) document.title = title;
  if (address) history.replaceState(history.state, "", address);
  waiting = false;
  tell();
  focus(main);
  const left = main.querySelector("[data-left]")?.textContent;
  if (left) say(left.trim().replace(/\s+/g, " "));
}

/** How far each pane with an id is scrolled: the sentence stays in sight when its page is renewed. */
function scrolled(): [string, number][] {
  return [...document.querySelectorAll("main [id]")]
    .filter((pane) => pane.scrollTop > 0)
    .map((pane) => [pane.id, pane.scrollTop]);
}

/** Tell the islands that another `<main>` is there. */
export function tell(): void {
  for (const heard of listeners) heard();
}

function focus(main: HTMLElement): void {
  const target =
    main.querySelector<HTMLElement>("[data-focus]") ??
    main.querySelector<HTMLElement>("[data-item]") ??
    main;
  if (!target.matches("a[href], button, input, textarea, select, [tabindex]")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
  if (target === main) window.scrollTo(0, 0);
  else target.scrollIntoView({ block: "nearest" });
}

function begin(near: Element): void {
  waiting = true;
  near.closest("main")?.setAttribute("aria-busy", "true");
  for (const old of document.querySelectorAll(".island-alert")) old.remove();
}

function end(): void {
  waiting = false;
  document.querySelector("main")?.removeAttribute("aria-busy");
}

/** Say beside a form what went wrong; what was typed into it stays. */
export function complain(near: Element, sentence: string): void {
  const alert = document.createElement("p");
  alert.className = "island-alert";
  alert.setAttribute("role", "alert");
  alert.textContent = sentence;
  if (near instanceof HTMLFormElement) near.prepend(alert);
  else near.before(alert);
  alert.scrollIntoView({ block: "nearest" });
}

/** The words of a page that says what is wrong. */
function sentences(main: HTMLElement | null): string {
  const found = [...(main?.querySelectorAll("h1, p, dd") ?? [])].map((each) => each.textContent.trim());
  return [...new Set(found)].filter(Boolean).slice(0, 4).join(" ");
}

/** Fetch the page that `<link rel="next">` names, so that it is there when it is wanted. */
function prefetch(): void {
  next = null;
  const link = document.querySelector<HTMLLinkElement>("main link[rel=next]");
  if (link) void prefetched(link);
}

async function prefetched(link: HTMLLinkElement): Promise<void> {
  try {
    const answer = await fetch(link.href, { headers: FRAGMENT });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.querySelector<HTMLElement>("main");
    if (main && link.isConnected) next = { address: link.href, main, title: titleOf(page, main) };
  } catch (fault) {
    // No answer: the decision itself will say so.
    if (!(fault instanceof TypeError)) throw fault;
  }
}
