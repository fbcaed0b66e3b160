// A small chat on the demo page, over the chat API. Words reach the page as text only, never as markup.
const KEY = "backstride-demo-token";
const at = (id) => document.getElementById(id);
const panel = at("demo");
const log = panel.querySelector(".log");
let token = sessionStorage.getItem(KEY);
let seen = 0;
let busy = false;

async function call(method, path, body) {
  const headers = { ...(token && { Authorization: `Bearer ${token}` }), ...(body && { "Content-Type": "application/json" }) };
  const response = await fetch(`/api/chat/${path}`, { method, headers, body: body && JSON.stringify(body) });
  const data = response.status === 204 ? {} : await response.json();
  if (!response.ok) throw Object.assign(new Error(data.detail), { status: response.status });
  return data;
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function callLink() {
  const link = document.querySelector(".not-emergency a").cloneNode(true);
  link.className = "button danger";
  link.textContent = `Call ${link.textContent}`;
  return link;
}

function say(region, text) {
  const line = element("p", "", text);
  at(region).append(line);
  setTimeout(() => line.remove(), 1000);
}

function show(message, isNew) {
  if (message.seq && message.seq <= seen) return;
  seen = Math.max(seen, message.seq);
  const urgent = message.kind === "emergency";
  const item = element("li", `message from-${message.from}${urgent ? " emergency" : ""}`);
  item.setAttribute("role", "article");
  const bubble = element("div", "bubble");
  if (urgent) bubble.append(element("h2", "", "Get help now"));
  bubble.append(element("span", "unseen", message.from === "patient" ? "You: " : message.from === "staff" ? "Staff: " : "Assistant: "));
  const text = element("p", "pre", message.text);
  text.dir = "auto";
  bubble.append(text);
  if (urgent) bubble.append(callLink());
  item.append(bubble);
  log.append(item);
  item.scrollIntoView({ block: "nearest" });
  offer(message);
  if (isNew && message.from !== "patient") say(urgent ? "alarm" : "news", message.text);
}

function offer(message) {
  const form = at("offer");
  if (message.from === "patient") form.hidden = true;
  if (!message.choices.length) return;
  const group = element("fieldset", "");
  group.append(element("legend", "", message.multiple ? "Pick all that fit" : "Pick one answer"));
  for (const choice of message.choices) {
    const label = element("label", "choice");
    const box = element("input", "");
    Object.assign(box, { type: message.multiple ? "checkbox" : "radio", name: "choice", value: choice.id, required: !message.multiple });
    label.append(box, element("span", "", choice.label));
    group.append(label);
  }
  form.replaceChildren(group, element("button", "primary", "Send answer"));
  form.hidden = false;
}

async function send(body, words) {
  if (busy) return;
  busy = true;
  at("trouble").textContent = "";
  const message = { ...body, client_message_id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` };
  try {
    let answer;
    try {
      answer = await call("POST", "messages", message);
    } catch (error) {
      if (error.status) throw error;
      answer = await call("POST", "messages", message); // the network failed: once more, the id keeps it from counting twice
    }
    show({ from: "patient", text: words, choices: [], seq: 0 }, false);
    for (const reply of answer.messages) show(reply, true);
    at("demo-text").focus();
    return true;
  } catch (error) {
    if (error.status === 401) start(true);
    at("trouble").textContent = error.status ? error.message : "We could not reach the clinic. Please try again, or call us.";
    return false;
  } finally {
    busy = false;
  }
}

async function start(again) {
  if (again || !token) {
    const opened = await call("POST", "sessions", { channel: "web" });
    token = opened.token;
    sessionStorage.setItem(KEY, token);
    log.replaceChildren();
    at("offer").hidden = true;
    seen = 0;
  }
  const stored = await call("GET", "messages?after=0");
  for (const message of stored.messages) show(message, false);
}

at("write").addEventListener("submit", async (event) => {
  event.preventDefault();
  const box = at("demo-text");
  if (await send({ text: box.value }, box.value)) box.value = "";
});
at("demo-text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  at("write").requestSubmit();
});
at("offer").addEventListener("submit", (event) => {
  event.preventDefault();
  const picked = [...at("offer").querySelectorAll("input:checked")];
  if (!picked.length) return;
  send({ choice: picked.map((box) => box.value) }, picked.map((box) => box.nextSibling.textContent).join(", "));
});
at("person").addEventListener("click", () => send({ text: "I want to talk to a person" }, "I want to talk to a person"));
at("forget").addEventListener("click", async () => {
  if (!confirm("Delete everything you wrote here? It cannot be undone.")) return;
  await call("DELETE", "session").catch((error) => { if (error.status !== 401) throw error; });
  await start(true);
});
setInterval(async () => {
  if (!token || busy || document.hidden || !seen) return;
  const news = await call("GET", `messages?after=${seen}`).catch(() => ({ messages: [] }));
  if (!busy) for (const message of news.messages) if (message.from !== "patient") show(message, true);
}, 10000);

panel.hidden = false;
start(false).catch((error) => (error.status === 401 ? start(true) : Promise.reject(error))).catch(() => {
  at("trouble").textContent = "The chat is not available right now. Please call us.";
});
