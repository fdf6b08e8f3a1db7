// looks(rules) says what is wrong with the page that is open, as a list of lines. rules names what to look for:
//   layout    nothing is wider than the window, text has at least 14 px, buttons have room for a thumb
//   contrast  text has at least 4.5:1 on its ground
//   inverted  ... also where a mail app turns the colours around, in either of the two usual ways
//   markup    lang, alt, order of headings, tables, links
function looks(rules) {
	const found = new Set();
	const root = document.documentElement;
	const short = (s) => JSON.stringify(s.trim().replace(/\s+/g, " ").slice(0, 60));

	// texts are the text nodes that can be seen, each with the element around it.
	const texts = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const node = walker.currentNode, around = node.parentElement;
		if (node.data.replace(/\u00a0/g, " ").trim() !== "" && around.checkVisibility({ visibilityProperty: true })) {
			texts.push([node.data, around]);
		}
	}

	if (rules.includes("layout")) {
		if (root.scrollWidth > root.clientWidth) {
			found.add(`wider than the window: ${root.scrollWidth} px of ${root.clientWidth}`);
		}
		for (const e of document.body.querySelectorAll("*")) {
			const box = e.getBoundingClientRect();
			if (box.width > 0 && box.height > 0 && (box.right > root.clientWidth + 0.5 || box.left < -0.5)) {
				found.add(`<${e.localName}> ${short(e.textContent)} reaches beyond the window: ${Math.round(box.left)} to ${Math.round(box.right)} px of ${root.clientWidth}`);
			}
		}
		for (const [text, e] of texts) {
			const size = parseFloat(getComputedStyle(e).fontSize);
			if (size < 14) {
				found.add(`text of ${size} px: ${short(text)}`);
			}
		}
		for (const a of document.querySelectorAll("td > a")) {
			const box = a.getBoundingClientRect();
			if (getComputedStyle(a).display === "block" && box.height < 44) {
				found.add(`a button of ${Math.round(box.height)} px is too low for a thumb: ${short(a.textContent)}`);
			}
		}
	}

	if (rules.includes("contrast") || rules.includes("inverted")) {
		const ways = rules.includes("inverted") ? { inverted: (c) => c.map((v) => 255 - v), "lightness turned": turn } : { "as it is": (c) => c };
		for (const [text, e] of texts) {
			const ground = groundOf(e), ink = over(colour(getComputedStyle(e).color), ground);
			for (const [way, f] of Object.entries(ways)) {
				const got = contrast(f(ink), f(ground));
				if (got < 4.5) {
					found.add(`contrast ${got.toFixed(2)}:1, ${way}, rgb(${ink.map(Math.round)}) on rgb(${ground.map(Math.round)}): ${short(text)}`);
				}
			}
		}
	}

	if (rules.includes("markup")) {
		if (!/^[a-z]{2,3}(-|$)/.test(root.lang)) {
			found.add(`no lang on <html>: ${short(root.lang)}`);
		}
		// A mail app that takes the body out of its page takes it away from <html>, too.
		for (const [text, e] of texts) {
			const own = e.closest("[lang]");
			if (own === root || own?.lang !== root.lang) {
				found.add(`no lang below <body>: ${short(text)}`);
			}
		}
		for (const i of document.querySelectorAll("img")) {
			if (!i.hasAttribute("alt")) {
				found.add(`image without alt: ${short(i.outerHTML)}`);
			}
		}
		// The subject heads a mail, so that its first heading may be of the second level.
		let level = 1;
		for (const [i, h] of document.querySelectorAll("h1,h2,h3,h4,h5,h6").entries()) {
			const own = Number(h.localName[1]);
			if (own > level + 1 || (own === 1 && i > 0)) {
				found.add(`heading of level ${own} after one of level ${level}: ${short(h.textContent)}`);
			}
			level = own;
		}
		for (const t of document.querySelectorAll("table")) {
			const role = t.getAttribute("role");
			const heads = t.querySelectorAll("th").length > 0 && [...t.querySelectorAll("th")].every((h) => h.hasAttribute("scope"));
			if (role !== "presentation" && !heads) {
				found.add(`table without a role or headers: ${short(t.textContent)}`);
			}
			if (role === "presentation" && t.querySelector(":scope > * > tr > th, :scope > caption")) {
				found.add(`table for the looks with headers: ${short(t.textContent)}`);
			}
		}
		for (const a of document.querySelectorAll("a[href]")) {
			const href = a.getAttribute("href");
			if (!href.startsWith("mailto:") && a.textContent.trim() !== href) {
				found.add(`link whose address is not in sight: ${short(a.textContent)} leads to ${href}`);
			}
		}
	}
	return [...found];

	// groundOf is the colour behind an element.
	function groundOf(e) {
		const layers = [];
		for (let at = e; at; at = at.parentElement) {
			layers.push(colour(getComputedStyle(at).backgroundColor));
		}
		const dark = matchMedia("(prefers-color-scheme: dark)").matches && getComputedStyle(root).colorScheme.includes("dark");
		return layers.reduceRight((ground, layer) => over(layer, ground), dark ? [18, 18, 18] : [255, 255, 255]);
	}
	function colour(css) {
		const n = (css.match(/[\d.]+/g) || []).map(Number);
		return [n[0], n[1], n[2], n.length > 3 ? n[3] : 1];
	}
	function over([r, g, b, a], ground) {
		return [r, g, b].map((v, i) => v * a + ground[i] * (1 - a));
	}
	// turn mirrors the lightness of HSL and keeps the hue.
	function turn(c) {
		const sum = Math.max(...c) + Math.min(...c);
		return c.map((v) => v + 255 - sum);
	}
	// contrast of WCAG 2.
	function contrast(a, b) {
		const [x, y] = [a, b].map((c) => c.map((v) => v / 255)
			.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
			.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0));
		return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
	}
}
