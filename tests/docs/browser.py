"""A reader's browser, as small as the tutorial needs: open, type, choose, press, follow."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

VOID = {"br", "img", "input", "link", "meta", "hr", "path", "rect"}


def squeeze(text):
    return " ".join(text.split())


class Page(HTMLParser):
    """Forms, labels, links and readable text of one page."""

    def __init__(self, html):
        super().__init__()
        self.forms, self.labels, self.links, self.buttons = [], {}, [], []
        self.words, self._open, self._label, self._link, self._button = [], [], None, None, None
        self.fields = {}
        self.feed(html)
        self.text = squeeze("".join(self.words))

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        if tag == "form":
            self.forms.append({"action": attrs.get("action", ""), "fields": []})
        elif tag in ("input", "textarea", "select") and self.forms:
            self._field(tag, attrs)
        elif tag == "option" and self.forms:
            self._option(attrs)
        elif tag == "label":
            self._label = [attrs.get("for"), ""]
        elif tag == "a":
            self._link = [attrs.get("href", ""), ""]
        elif tag == "button" and self.forms:
            self._button = [len(self.forms) - 1, attrs.get("name"), attrs.get("value", ""), ""]

    def _field(self, tag, attrs):
        kind = attrs.get("type", "text") if tag == "input" else tag
        if kind == "submit":
            self.buttons.append([len(self.forms) - 1, attrs.get("name"), attrs["value"], attrs["value"]])
            return
        field = {
            "name": attrs.get("name"),
            "kind": kind,
            "value": attrs.get("value", None if tag == "select" else ""),
            "sent": kind not in ("radio", "checkbox") or "checked" in attrs,
        }
        self.forms[-1]["fields"].append(field)
        self.fields[attrs.get("id")] = field

    def _option(self, attrs):
        """A list begins with the chosen entry, else with its first one."""
        field = self.forms[-1]["fields"][-1]
        if "selected" in attrs or field["value"] is None:
            field["value"] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "label" and self._label:
            self.labels[squeeze(self._label[1]).rstrip(":")] = self._label[0]
            self._label = None
        elif tag == "a" and self._link:
            self.links.append((squeeze(self._link[1]), self._link[0]))
            self._link = None
        elif tag == "button" and self._button:
            self.buttons.append([*self._button[:3], squeeze(self._button[3])])
            self._button = None

    def handle_data(self, data):
        if self._open and self._open[-1] in ("script", "style"):
            return
        self.words.append(data)
        for part in (self._label, self._link, self._button):
            if part:
                part[-1] += data

    def field(self, label):
        assert label in self.labels, f"no field {label!r}; there are {sorted(self.labels)}"
        return self.fields[self.labels[label]]


class Browser:
    def __init__(self, base):
        self.base = base
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        self.html, self.url, self.page = "", "", None

    def open(self, url, data=None):
        self.url = urllib.parse.urljoin(self.url or self.base, url)
        body = None if data is None else urllib.parse.urlencode(data).encode()
        request = urllib.request.Request(self.url, body, {"Referer": self.url})
        try:
            answer = self.opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{self.url}: {error.code}\n{error.read().decode()[:2000]}") from error
        self.url, self.html = answer.geturl(), answer.read().decode()
        self.page = Page(self.html)

    def type(self, value, label):
        self.page.field(label)["value"] = value

    def choose(self, label):
        chosen = self.page.field(label)
        for form in self.page.forms:
            for field in form["fields"]:
                if field["name"] == chosen["name"]:
                    field["sent"] = field is chosen

    def press(self, text):
        found = [button for button in self.page.buttons if button[3] == text]
        assert found, f"no button {text!r}; there are {[button[3] for button in self.page.buttons]}"
        number, name, value, _ = found[0]
        form = self.page.forms[number]
        data = [
            (field["name"], field["value"]) for field in form["fields"] if field["sent"] and field["name"]
        ]
        self.open(form["action"] or self.url, [*data, *([(name, value)] if name else [])])

    def follow(self, text):
        found = [href for words, href in self.page.links if words == text]
        assert found, f"no link {text!r}; there are {[words for words, _ in self.page.links]}"
        self.open(found[0])

    def says(self, text):
        return squeeze(text) in self.page.text
