// Keeps the list of open alerts fresh: asks every second, and swaps the list only when it has changed and nobody
// is about to press a button in it. Without it the page still works; it is then as old as its last loading.
const list = document.getElementById("alert-list");
const usual = document.title;
let shown = null;

async function refresh() {
  try {
    const answer = await fetch(list.dataset.fresh, { redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    const html = await answer.text();
    if (html === shown || list.contains(document.activeElement)) return;
    shown = html;
    list.innerHTML = html;
    const count = list.querySelectorAll("tbody tr").length;
    document.title = count ? `(${count}) ${usual}` : usual;
  } catch {
    document.title = `(not connected) ${usual}`;
    shown = null;
  }
}

if (list) setInterval(refresh, 1000);
