/* Search runs in a worker, and a browser gives no worker to a page opened from disk. Where that is
   so, a hidden frame takes the worker's part: it loads the same script and speaks the same messages. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      window.addEventListener("message", (event) => {
        if (event.source !== this.frame.contentWindow) return;
        const message = new MessageEvent("message", { data: event.data });
        this.dispatchEvent(message);
        this.onmessage?.(message);
      });
      const inner = this.frame.contentWindow;
      inner.postMessage = (data) =>
        window.dispatchEvent(new MessageEvent("message", { data, source: inner }));
      inner.importScripts = (...urls) =>
        urls.reduce((before, next) => before.then(() => this.run(next)), Promise.resolve());
      this.ready = this.run(url);
    }

    run(url) {
      const inner = this.frame.contentDocument;
      const script = inner.createElement("script");
      script.src = new URL(url, location.href);
      return new Promise((done) => {
        script.onload = done;
        inner.body.append(script);
      });
    }

    postMessage(data) {
      this.ready.then(() => {
        const inner = this.frame.contentWindow;
        inner.dispatchEvent(new inner.MessageEvent("message", { data }));
      });
    }

    terminate() {
      this.frame.remove();
    }
  };
}
