package workbook

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// budget is what is left for all the parts of a file together.
type budget struct{ pieces, text int }

// markup reads the XML of one part strictly, to its end, within limits. Spreadsheet programs, and
// the library that writes our own files, read a damaged part as a shorter one; this does not.
type markup struct {
	ctx      context.Context
	part     string
	in       *meter
	decoder  *xml.Decoder
	left     *budget
	depth    int
	elements int
	begun    bool // a root element was seen
}

func newMarkup(ctx context.Context, part string, r io.Reader, left *budget) *markup {
	in := &meter{r: r}
	return &markup{ctx: ctx, part: part, in: in, decoder: xml.NewDecoder(in), left: left}
}

// next is the next start, end or text; nil at the end of the part, which is reached only by a
// well-formed one.
func (m *markup) next() (xml.Token, error) {
	for {
		token, err := m.decoder.Token()
		m.in.mark = m.decoder.InputOffset()
		if errors.Is(err, io.EOF) {
			if !m.begun {
				return nil, m.broken("it is empty")
			}
			return nil, nil
		}
		if err != nil {
			return nil, m.wrong(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			return t, m.start(t)
		case xml.EndElement:
			m.depth--
			return t, nil
		case xml.CharData:
			if m.depth > 0 {
				return t, nil
			}
			if strings.Trim(string(t), " \t\r\n\ufeff") != "" {
				return nil, m.broken("it holds text outside its elements")
			}
		case xml.Directive:
			return nil, refuse(CodeForbidden, "The part %s holds a document type or entities (<!%.20s…), which can make programs fetch other files. Save the file again in a spreadsheet program and upload that.", m.part, t)
		}
	}
}

// start counts an element in.
func (m *markup) start(t xml.StartElement) error {
	if m.depth == 0 && m.begun {
		return m.broken("it goes on after its end")
	}
	m.begun = true
	m.depth++
	m.left.pieces -= 1 + len(t.Attr)
	m.elements++
	switch {
	case m.depth > maxDepth:
		return refuse(CodeLimits, "The part %s has elements that are nested more than %d deep, as no spreadsheet program writes them. Save the file again in a spreadsheet program and upload that.", m.part, maxDepth)
	case m.left.pieces < 0:
		return refuse(CodeLimits, "The file holds more than %d cells, formats and other pieces (at part %s). Remove sheets and formats that the report does not need.", maxPieces, m.part)
	case len(t.Attr) > maxAttributes:
		return m.broken("an element has too many attributes")
	case m.elements%1000 == 0 && m.ctx.Err() != nil:
		return m.ctx.Err()
	}
	for i, a := range t.Attr {
		for _, b := range t.Attr[:i] {
			if a.Name == b.Name {
				return m.broken("an element has the attribute " + a.Name.Local + " twice")
			}
		}
	}
	return nil
}

// skip reads to the end of the element that has just begun.
func (m *markup) skip() error {
	for end := m.depth - 1; m.depth > end; {
		if token, err := m.next(); err != nil || token == nil {
			return err
		}
	}
	return nil
}

// wrong turns the decoder's error into a refusal.
func (m *markup) wrong(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, errLongToken):
		return refuse(CodeLimits, "The part %s holds a single text of more than %d kB. Remove it and upload the file again.", m.part, maxToken>>10)
	case errors.As(err, &syntax):
		return m.broken(syntax.Msg)
	case strings.Contains(err.Error(), "encoding"):
		return refuse(CodeEncoding, "The part %s is not in UTF-8. Save the file again in a spreadsheet program and upload that.", m.part)
	}
	return m.broken("it cannot be unpacked")
}

// broken refuses the part as damaged at the place that was reached.
func (m *markup) broken(what string) error {
	return refuse(CodeDamaged, "The part %s is cut off or damaged at byte %d: %s. Figures may be missing. Save the file again in a spreadsheet program and upload that.",
		m.part, m.decoder.InputOffset(), what)
}

var errLongToken = errors.New("token is too long")

// meter stops a reader that goes on for too long since its mark, so that no single text or tag fills
// the memory before it is seen.
type meter struct {
	r       io.Reader
	n, mark int64
}

func (m *meter) Read(p []byte) (int, error) {
	if m.n-m.mark > maxToken {
		return 0, errLongToken
	}
	n, err := m.r.Read(p)
	m.n += int64(n)
	return n, err
}

// attribute finds an attribute that has no namespace.
func attribute(t xml.StartElement, name string) (string, bool) {
	for _, a := range t.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value, true
		}
	}
	return "", false
}

// isTrue reads an attribute as XML writes truth.
func isTrue(t xml.StartElement, name string) bool {
	v, _ := attribute(t, name)
	return v == "1" || v == "true" || v == "on"
}
