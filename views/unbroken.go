package views

import (
	"bytes"
	"context"
	"io"

	"github.com/a-h/templ"
)

// unbroken renders its children with each period, such as "2019 (Jan-Jun)", in an element that no line breaks inside.
// It is the one place that marks periods up, so that models, files and attributes keep the plain text.
func unbroken() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		children := templ.GetChildren(ctx)
		var page bytes.Buffer
		if err := children.Render(templ.ClearChildren(ctx), &page); err != nil {
			return err
		}
		_, err := w.Write(markPeriods(page.Bytes()))
		return err
	})
}

const (
	markBefore = `<span class="unbroken">`
	markAfter  = `</span>`
)

// plain are the elements in which there is no markup to add. Lines do not break in them by themselves.
var plain = []string{"svg", "script", "style", "title", "option", "textarea"}

// markPeriods returns HTML as templ writes it, in which text and attributes hold no bare angle bracket, with the
// periods in its text marked up.
func markPeriods(html []byte) []byte {
	marked := make([]byte, 0, len(html)+len(html)/16)
	inside, depth := "", 0 // the outermost plain element, and how deep it is nested in itself
	for len(html) > 0 {
		if html[0] == '<' {
			end := bytes.IndexByte(html, '>') + 1
			if end == 0 {
				end = len(html)
			}
			inside, depth = enter(html[:end], inside, depth)
			marked, html = append(marked, html[:end]...), html[end:]
			continue
		}
		end := bytes.IndexByte(html, '<')
		if end < 0 {
			end = len(html)
		}
		if inside != "" {
			marked = append(marked, html[:end]...)
		} else {
			marked = appendMarked(marked, html[:end])
		}
		html = html[end:]
	}
	return marked
}

// enter returns the plain element that holds what follows a tag.
func enter(tag []byte, inside string, depth int) (string, int) {
	for _, name := range plain {
		switch {
		case inside != "" && inside != name:
		case isTag(tag, "</"+name):
			if depth--; depth == 0 {
				inside = ""
			}
		case isTag(tag, "<"+name) && !bytes.HasSuffix(tag, []byte("/>")):
			return name, depth + 1
		}
	}
	return inside, max(depth, 0)
}

func isTag(tag []byte, start string) bool {
	return len(tag) > len(start) && string(tag[:len(start)]) == start && bytes.IndexByte([]byte(" />"), tag[len(start)]) >= 0
}

// appendMarked appends text with its periods marked up.
func appendMarked(marked, text []byte) []byte {
	for {
		at := bytes.Index(text, []byte(" (J"))
		if at < 0 {
			return append(marked, text...)
		}
		end := at + len(" (Jan-Jun)")
		if at < 4 || !isYear(text[at-4:at]) || len(text) < end || !isMonths(text[at+1:end]) {
			marked, text = append(marked, text[:at+1]...), text[at+1:]
			continue
		}
		marked = append(marked, text[:at-4]...)
		marked = append(marked, markBefore...)
		marked = append(marked, text[at-4:end]...)
		marked = append(marked, markAfter...)
		text = text[end:]
	}
}

func isYear(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func isMonths(text []byte) bool { return string(text) == "(Jan-Jun)" || string(text) == "(Jul-Dec)" }
