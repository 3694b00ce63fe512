"""JupyterLab in a real browser, the network cut. Waits are on states of the page, with limits."""

import http.client
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

with suppress(ImportError):  # without it there is no `browser` either, which says so
    from playwright.sync_api import expect

ROOT = Path(__file__).parents[1]
LIMIT = 60  # seconds, for any one wait
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
    "docmanager-extension/plugin": {"autosave": False},
}
READY = """path => {
    const panel = window.jupyterapp?.shell.currentWidget;
    const kernel = panel?.sessionContext?.session?.kernel;
    return panel?.context?.path === path && panel.context.isReady && kernel
        && kernel.connectionStatus === 'connected' && kernel.status === 'idle';
}"""
HEAR = """() => {  // an error in a callback is shown in no cell: say it on the console
    const panel = window.jupyterapp.shell.currentWidget;
    panel.heard ??= panel.sessionContext.iopubMessage.connect((_, { header, content }) => {
        if (header.msg_type === 'error' || /Traceback/.test(content.text))
            console.error(content.ename, content.evalue ?? content.text);
    });
}"""
DO = """([name, args]) => {
    window.finished = false;
    window.jupyterapp.commands.execute(name, args).then(() => { window.finished = true; });
}"""
ADD = """source => {
    const book = window.jupyterapp.shell.currentWidget.content;
    book.model.sharedModel.insertCell(book.widgets.length, {cell_type: 'code', source});
    book.activeCellIndex = book.widgets.length - 1;
}"""
WRONG = """first => window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code').slice(first).flatMap(cell => {
        const outputs = cell.model.outputs.toJSON();
        return [
            ...(cell.model.executionCount === null ? [`not run: ${cell.model.id}`] : []),
            ...outputs.filter(o => o.ename).map(o => `${o.ename}: ${o.evalue}`),
            ...outputs.map(o => `${o.text ?? ''}`).filter(text => /Warning|Error/.test(text))];
    })"""
CLOSE = """async () => {
    const panel = window.jupyterapp.shell.currentWidget;
    await panel.context.save();
    await panel.sessionContext.shutdown();
    panel.dispose();
}"""


@contextmanager
def server(home: Path):
    """JupyterLab on a folder, nothing of the user's in it, its kernel this very Python."""
    dirs = {f"JUPYTER_{n}_DIR": home / ".jupyter" / n for n in ("CONFIG", "DATA", "RUNTIME")}
    dirs |= {f"JUPYTERLAB_{n}_DIR": home / ".jupyter" / n for n in ("SETTINGS", "WORKSPACES")}
    dirs |= {"IPYTHONDIR": home / ".ipython", "MPLCONFIGDIR": home / ".matplotlib"}
    for name, values in SETTINGS.items():
        path = dirs["JUPYTERLAB_SETTINGS_DIR"] / f"@jupyterlab/{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), "utf-8")
    kernel = dirs["JUPYTER_DATA_DIR"] / "kernels" / "python3" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    run = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": run, "display_name": "This Python", "language": "python"}
    kernel.write_text(json.dumps(spec | {"env": {"PYTHONPATH": str(ROOT)}}), "utf-8")
    ours = re.compile("NEWSLIB_|JUPYTER|IPYTHON|MPL|PYTEST")
    env = {name: value for name, value in os.environ.items() if not ours.match(name)}
    env |= {name: str(path) for name, path in dirs.items()} | {"JUPYTER_PREFER_ENV_PATH": "0"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token, log = secrets.token_hex(), home / "server.log"
    options = {"ServerApp.ip": "127.0.0.1", "ServerApp.port": port, "ServerApp.port_retries": 0,
               "IdentityProvider.token": token, "ServerApp.root_dir": home,
               "LabApp.expose_app_in_browser": True}  # fmt: skip
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--{name}={value}" for name, value in options.items()]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=home, env=env, stdout=out, stderr=out)
        try:
            _until_it_answers(process, port, token, log)
            yield f"http://127.0.0.1:{port}/lab?token={token}", log
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()


def _until_it_answers(process, port, token, log):
    end = time.monotonic() + LIMIT
    while True:
        with suppress(OSError):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            asked.request("GET", f"/api/status?token={token}")
            if asked.getresponse().status == 200:
                return
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.2)
            end = 0
        if time.monotonic() > end:
            raise RuntimeError(f"JupyterLab does not answer:\n{log.read_text('utf-8')}")


class Desk:
    """One page of JupyterLab, one notebook of it in front."""

    def __init__(self, browser, address: str, log: Path):
        self.did, self.log = [], log
        self.page = browser.new_page(viewport={"width": 1400, "height": 900})
        self.page.set_default_timeout(LIMIT * 1000)
        here = address.partition("/lab")[0]
        near = (here, here.replace("http", "ws", 1), "data:", "blob:")
        note, on = self.did.append, self.page.on
        on("request", lambda r: r.url.startswith(near) or note(f"request {r.url[:200]}"))
        on("websocket", lambda w: w.url.startswith(near) or note(f"socket {w.url[:200]}"))
        on("console", lambda m: m.type != "error" or note(f"console {m.text} {m.location}"))
        on("pageerror", lambda e: note(f"error {e}"))
        on("dialog", lambda d: (note(f"dialog {d.message}"), d.dismiss()))
        self.page.goto(address)
        self.page.wait_for_function("() => window.jupyterapp?.shell")
        self.page.evaluate("() => window.jupyterapp.restored.then(() => null)")

    def do(self, command: str, **args) -> None:
        """Run a command of JupyterLab to its end."""
        self.page.evaluate(DO, [command, args])
        self.page.wait_for_function("() => window.finished")

    def open(self, path: str) -> None:
        """Open a notebook, or bring it to the front; wait for its kernel."""
        self.do("docmanager:open", path=path, factory="Notebook")
        self.page.wait_for_function(READY, arg=path)
        self.page.evaluate(HEAR)

    @property
    def book(self):
        """The notebook that is open."""
        return self.page.locator(".jp-NotebookPanel:visible")

    def run_all(self):
        """Run every cell, none with an error; return the notebook as it stands on the page."""
        self.do("notebook:run-all-cells")
        assert self.page.evaluate(WRONG, 0) == []
        return self.book

    def run(self, source: str):
        """Run code in a new cell at the end, without an error; return what the cell shows."""
        self.page.evaluate(ADD, source)
        self.do("notebook:run-cell")
        assert self.page.evaluate(WRONG, -1) == []
        cells = self.book.locator(".jp-CodeCell")
        return cells.nth(cells.count() - 1).locator(".jp-Cell-outputWrapper")

    def troubles(self) -> list[str]:
        """What the page did that it should not, and what the kernels complained of."""
        said = self.log.read_text("utf-8").partition("Traceback")
        return self.did + ["".join(said[1:])] * bool(said[1])

    def close(self) -> None:
        """Save the notebook, end its kernel, close it."""
        self.page.evaluate(CLOSE)


def pictures(shown) -> list[str]:
    """The alternative texts of the pictures shown, all of them drawn."""
    found = shown.locator("img").evaluate_all("all => all.map(i => [i.naturalWidth, i.alt])")
    assert all(width and alt.strip() for width, alt in found)
    return [alt for _, alt in found]


def explorer(desk: Desk, code: str):
    """Run code that shows an explorer; return it when it is there."""
    shown = desk.run(code).locator(".nl-explorer")
    expect(shown).to_be_visible()
    return shown


def ask(shown, control: str, typed: str) -> None:
    """Type into a box of an explorer."""
    box = shown.locator(f".nl-control-{control} input")
    box.fill(typed)
    box.press("Enter")


def drawn(shown, code: str) -> None:
    """Wait until what is on screen is what this piece of code makes; the code comes last."""
    expect(shown.locator(".nl-code textarea")).to_have_value(re.compile(re.escape(code)))


def rows(shown) -> list[tuple[str, int]]:
    """The list beside a chart: the name of each row and its count."""
    texts = shown.locator(".nl-rows option").all_inner_texts()
    split = [text.replace("\xa0", " ").partition(" · ") for text in texts]
    return [(name, int(count.replace(",", ""))) for count, _, name in split]


def click(shown, mark: int) -> str:
    """Click a bar or a point; return the name of the row that it stands for."""
    button = shown.locator(".nl-mark").nth(mark)
    button.click()
    return button.get_attribute("title")


def press(shown, key: str) -> None:
    """Press a key in the list of rows."""
    shown.locator(".nl-rows select").focus()
    shown.page.keyboard.press(key)


def opened(shown, name: str, count: int) -> tuple[list[int], list[str], list[str]]:
    """Page through what is behind a row: numbers of the heading, sentences, marked hits."""
    behind = shown.locator(".nl-evidence")
    heading = behind.locator(".nl-heading")
    expect(heading).to_contain_text(f"behind: {name}")
    sentences, hits = [], []
    for done in range(0, count, 20):
        first, last = f"{done + 1:,} to " if done else "", min(done + 20, count)
        expect(behind.locator(".nl-note")).to_contain_text(f"showing {first}{last:,} of {count:,}")
        page = behind.locator(".nl-read > .nl-sentence").all_inner_texts()
        sentences += page[sentences[-1:] == page[:1] :]  # one may end a page and begin the next
        hits += behind.locator(".nl-read mark").all_inner_texts()
        if last < count:
            behind.locator(".nl-next").click()
    expect(behind.locator(".nl-next")).to_be_disabled()
    numbers = re.findall(r"\d[\d,]*", heading.inner_text().partition(" behind: ")[0])
    return [int(number.replace(",", "")) for number in numbers], sentences, hits
