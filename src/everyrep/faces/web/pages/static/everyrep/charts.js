// Charts that answer: the picture that came with the page stays until somebody points at it or
// steps into it; then the same chart is drawn here, and its marks say what they stand for.
(() => {
  const here = document.currentScript.dataset;
  const fetched = new Map();
  let drawing = null;

  const script = (address) => new Promise((done, failed) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = done;
    element.onerror = () => failed(new Error(address));
    document.head.append(element);
  });
  // One after the other: each leans on the one before.
  const tools = () => {
    drawing ??= [here.vega, here.lite, here.interpreter, here.embed]
      .reduce((before, address) => before.then(() => script(address)), Promise.resolve());
    return drawing;
  };
  const told = (address) => {
    if (!fetched.has(address)) {
      fetched.set(address, fetch(address, { headers: { "X-Requested-With": "fetch" } })
        .then((answer) => answer.ok ? answer.json() : Promise.reject(new Error(answer.status))));
    }
    return fetched.get(address);
  };
  const coloured = (spec, inks) => {
    const style = getComputedStyle(document.documentElement);
    return JSON.parse(JSON.stringify(spec).replace(/#0d[0-9a-f]{2}0b/g,
      (ink) => style.getPropertyValue(`--${inks[ink]}`).trim() || ink));
  };

  // In the notation of the page around: a comma before decimals for readers who write one.
  const comma = (1.5).toLocaleString(navigator.language).includes(",");
  const number = /(?<![\w.,:/])(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)(?!\w|[.,:-]\d)/g;
  const noted = (text) => !comma ? text
    : text.replace(number, (one) => one.replace(/[,.]/g, (mark) => mark === "," ? "\u202f" : ","));

  // What a mark says, beside it; read out when it changes.
  const tip = document.createElement("div");
  tip.className = "chart-tip";
  tip.setAttribute("role", "status");
  const tell = (text, x, y) => {
    // What stands before the colon is a name, such as "Flow 2.0".
    const [, name, told] = text.match(/^([^:]*: )?(.*)$/s);
    tip.textContent = (name ?? "") + noted(told);
    if (!text) return;
    if (!tip.isConnected) document.body.append(tip);
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - width - 8))}px`;
    tip.style.top = `${y + 18 + height < innerHeight ? y + 18 : Math.max(8, y - height - 12)}px`;
  };

  const draw = async (picture, told, place) => {
    const shown = document.createElement("div");
    shown.className = "picture-live";
    const { spec } = told.pictures[place];
    // The page has its names as they are, and its numbers set anew.
    const asTheyAre = new Set([...picture.querySelectorAll("svg text")].map((one) => one.textContent));
    const made = await globalThis.vegaEmbed(shown, coloured(spec, told.inks), {
      mode: "vega-lite", renderer: "svg", actions: false, defaultStyle: false,
      ast: true, expr: globalThis.vegaInterpreter.expressionInterpreter,
      tooltip: (_, event, __, value) => tell(event && value ? String(value) : "", event?.clientX, event?.clientY),
    });
    const svg = shown.querySelector("svg");
    svg.setAttribute("preserveAspectRatio", "xMinYMin meet");
    for (const text of svg.querySelectorAll("text")) {
      if (comma && !text.firstElementChild && !asTheyAre.has(text.textContent)) text.textContent = noted(text.textContent);
    }
    const before = picture.querySelector(":scope > .picture-live");
    if (before) { before.finalize(); before.remove(); }
    shown.finalize = () => made.finalize();
    picture.append(shown);
    picture.dataset.live = "";
  };

  const picturesOf = (whole) => [...whole.querySelectorAll(".picture")];
  const wake = async (picture) => {
    const whole = picture.closest("[data-charts]");
    if (!whole || picture.closest(".earlier") || picture.dataset.woken !== undefined) return;
    picture.dataset.woken = "";
    try {
      const [charts] = await Promise.all([told(whole.dataset.charts), tools()]);
      const place = picturesOf(whole).indexOf(picture);
      const still = picture.querySelector("svg");
      // Another build since the page was opened: its charts are not those that are looked at.
      if (charts.pictures[place]?.says !== still?.getAttribute("aria-label")) return;
      await draw(picture, charts, place);
    } catch (problem) {
      console.info(`The chart stays as it came: ${problem.message}`);
    }
  };

  // Marks in the order of the picture, each text once; arrows go through them.
  const step = (picture, by) => {
    const marks = [];
    for (const mark of picture.querySelectorAll(".picture-live [role=graphics-symbol][aria-label]")) {
      const text = mark.__data__ && mark.__data__.tooltip;
      if (text && !marks.some((one) => one.text === text)) marks.push({ mark, text });
    }
    if (!marks.length) return;
    const last = Number(picture.dataset.step ?? (by > 0 ? -1 : 0));
    const next = (last + by + marks.length) % marks.length;
    picture.dataset.step = next;
    for (const old of picture.querySelectorAll(".pointed")) old.classList.remove("pointed");
    marks[next].mark.classList.add("pointed");
    const box = marks[next].mark.getBoundingClientRect();
    tell(marks[next].text, box.left + box.width / 2, box.top + box.height / 2);
  };
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  const ready = () => {
    for (const picture of document.querySelectorAll("[data-charts] .picture:not([tabindex])")) {
      const says = picture.querySelector("svg")?.getAttribute("aria-label") || "Chart";
      picture.tabIndex = 0;
      picture.setAttribute("role", "group");
      picture.setAttribute("aria-label", `${says}. Arrow keys go through its marks.`);
    }
  };
  const asked = (event) => {
    const picture = event.target.closest?.("[data-charts] .picture");
    if (picture) wake(picture);
  };
  document.addEventListener("pointerover", asked);
  document.addEventListener("focusin", asked);
  document.addEventListener("focusout", (event) => {
    if (event.target.closest?.("[data-charts] .picture")) tell("");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tell("");
    const picture = event.target.closest?.("[data-charts] .picture");
    if (!picture || !(event.key in STEPS)) return;
    event.preventDefault();
    step(picture, STEPS[event.key]);
  });
  document.addEventListener("htmx:afterSettle", ready);
  new MutationObserver(async () => {
    for (const picture of document.querySelectorAll(".picture[data-live]")) {
      const whole = picture.closest("[data-charts]");
      draw(picture, await told(whole.dataset.charts), picturesOf(whole).indexOf(picture));
    }
  }).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  ready();
})();
