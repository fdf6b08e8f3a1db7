package templates

import "strings"

// Inline styles carry the look everywhere; the block in the head only changes
// colours where a client knows dark mode. Nothing has a background of its own
// except the page, so that clients which invert colours by themselves find
// text and ground and invert both. TestContrast computes every pair.
const (
	fontFamily = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"

	lightGround = "#ffffff"
	lightText   = "#1f2428"
	lightSoft   = "#565e67"
	lightLink   = "#1b4f8f"
	lightLine   = "#8b949e"

	darkGround = "#15181b"
	darkText   = "#e8eaed"
	darkSoft   = "#adb5bd"
	darkLink   = "#9ec5ff"
	darkLine   = "#7b858f"

	// Bars are seen on either ground, and on a ground that was turned around without them.
	barColour = "#5b86c4"
)

const (
	bodyStyle   = "margin:0;padding:0;background-color:" + lightGround + ";"
	cellStyle   = "padding:24px 20px;font-family:" + fontFamily + ";font-size:16px;line-height:1.5;color:" + lightText + ";text-align:left;overflow-wrap:anywhere;word-break:break-word;"
	headStyle   = "margin:28px 0 8px;font-size:18px;line-height:1.35;font-weight:600;color:" + lightText + ";"
	titleStyle  = "margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:600;color:" + lightText + ";"
	minorStyle  = "margin:20px 0 6px;font-size:16px;line-height:1.4;font-weight:600;color:" + lightText + ";"
	paraStyle   = "margin:0 0 14px;"
	leadStyle   = "margin:0 0 8px;" // announces what comes next
	listStyle   = "margin:0 0 14px;padding:0 0 0 24px;"
	itemStyle   = "margin:0 0 6px;"
	quoteStyle  = "margin:0 0 14px;padding:2px 0 2px 14px;border-left:3px solid " + lightLine + ";"
	copyStyle   = "margin:0 0 14px;padding:10px 12px;border:1px solid " + lightLine + ";border-radius:8px;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px;line-height:1.45;white-space:pre-wrap;overflow-wrap:anywhere;"
	tableStyle  = "margin:0 0 14px;border-collapse:separate;"
	keyStyle    = "padding:4px 12px 4px 0;vertical-align:top;white-space:nowrap;font-weight:600;"
	valueStyle  = "padding:4px 0;vertical-align:top;"
	buttonCell  = "border:1px solid " + lightLine + ";border-radius:8px;"
	gapStyle    = "height:8px;line-height:8px;font-size:8px;"
	buttonStyle = "display:block;padding:11px 16px;font-size:16px;line-height:1.4;color:" + lightLink + ";text-decoration:none;"
	linkStyle   = "color:" + lightLink + ";text-decoration:underline;word-break:break-word;"
	chartStyle  = "margin:0 0 14px;border-collapse:separate;max-width:440px;"
	barLabel    = "padding:3px 12px 3px 0;font-weight:400;text-align:left;vertical-align:top;white-space:nowrap;"
	barFigure   = "padding:3px 12px 3px 0;font-weight:600;text-align:left;vertical-align:top;white-space:nowrap;"
	barCell     = "padding:3px 0;vertical-align:middle;"
	barStyle    = "height:14px;line-height:14px;font-size:14px;border-radius:3px;background-color:" + barColour + ";"
	hintStyle   = "margin:-6px 0 14px;font-size:14px;line-height:1.45;color:" + lightSoft + ";"
	smallStyle  = "margin:0 0 10px;font-size:14px;line-height:1.5;color:" + lightSoft + ";"
	smallFirst  = "margin:28px 0 0;padding:16px 0 0;border-top:1px solid " + lightLine + ";"
	hiddenStyle = "display:none;max-height:0;max-width:0;overflow:hidden;font-size:1px;line-height:1px;opacity:0;mso-hide:all;"
)

// whereDark is how the rules for the dark begin.
const whereDark = `@media (prefers-color-scheme:dark){`

// InScheme is the HTML part of a mail as a program shows it that is light or dark,
// whatever the system is that it is looked at on.
func InScheme(page string, dark bool) string {
	scheme, where := "light", "@media not all{"
	if dark {
		scheme, where = "dark", "@media all{"
	}
	return strings.NewReplacer(
		whereDark, where, `content="light dark"`, `content="`+scheme+`"`,
		"color-scheme:light dark", "color-scheme:"+scheme, "color-schemes:light dark", "color-schemes:"+scheme,
	).Replace(page)
}

// headCSS is the only style sheet: dark mode, where the client asks for it.
var headCSS = strings.NewReplacer("GROUND", darkGround, "TEXT", darkText, "SOFT", darkSoft, "LINK", darkLink, "LINE", darkLine).Replace(
	`:root{color-scheme:light dark;supported-color-schemes:light dark}` +
		whereDark +
		`body,.page{background-color:GROUND !important}` +
		`.text,.text h1,.text h2,.text h3{color:TEXT !important}` +
		`.soft{color:SOFT !important}` +
		`.text a{color:LINK !important}` +
		`.line{border-color:LINE !important}` +
		`}`)
