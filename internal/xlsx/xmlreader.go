package xlsx

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// budget holds how much all parts of a file together may still contain.
type budget struct{ pieces, text int }

// xmlReader reads the XML of one part strictly, to its end, within limits. Spreadsheet programs and
// excelize read a damaged part as a shorter one; xmlReader fails.
type xmlReader struct {
	ctx      context.Context
	part     string
	in       *tokenLimiter
	decoder  *xml.Decoder
	left     *budget
	depth    int
	elements int
}

func newXMLReader(ctx context.Context, part string, r io.Reader, left *budget) *xmlReader {
	in := &tokenLimiter{r: r}
	return &xmlReader{ctx: ctx, part: part, in: in, decoder: xml.NewDecoder(in), left: left}
}

// next returns the next start, end or text. It returns nil at the end of a well-formed part.
func (x *xmlReader) next() (xml.Token, error) {
	for {
		token, err := x.decoder.Token()
		x.in.mark = x.decoder.InputOffset()
		if errors.Is(err, io.EOF) {
			if x.elements == 0 {
				return nil, x.damaged("it is empty")
			}
			return nil, nil
		}
		if err != nil {
			return nil, x.refuse(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			return t, x.start(t)
		case xml.EndElement:
			x.depth--
			return t, nil
		case xml.CharData:
			if x.depth > 0 {
				return t, nil
			}
			if strings.Trim(string(t), " \t\r\n\ufeff") != "" {
				return nil, x.damaged("it holds text outside its elements")
			}
		case xml.Directive:
			return nil, refuse(Forbidden, "The part %s holds a document type or entities (<!%.20s…), which can make programs fetch other files."+saveAgain, x.part, t)
		}
	}
}

// start counts an element and checks the limits.
func (x *xmlReader) start(t xml.StartElement) error {
	if x.depth == 0 && x.elements > 0 {
		return x.damaged("it goes on after its end")
	}
	x.depth++
	x.elements++
	x.left.pieces -= 1 + len(t.Attr)
	switch {
	case x.depth > maxDepth:
		return refuse(Limits, "The part %s has elements that are nested more than %d deep, as no spreadsheet program writes them."+saveAgain, x.part, maxDepth)
	case x.left.pieces < 0:
		return refuse(Limits, "The file holds more than %d cells, formats and other pieces (at part %s). Remove sheets and formats that the report does not need.", MaxPieces, x.part)
	case len(t.Attr) > maxAttributes:
		return x.damaged("an element has too many attributes")
	case x.elements%1000 == 0 && x.ctx.Err() != nil:
		return x.ctx.Err()
	}
	for i, a := range t.Attr {
		for _, b := range t.Attr[:i] {
			if a.Name == b.Name {
				return x.damaged("an element has the attribute " + a.Name.Local + " twice")
			}
		}
	}
	return nil
}

// skip reads to the end of the current element.
func (x *xmlReader) skip() error { return x.children(func(xml.StartElement) error { return nil }) }

// children reads to the end of the current element and calls use for each start of an element in it,
// except for those that use has read.
func (x *xmlReader) children(use func(xml.StartElement) error) error {
	for end := x.depth - 1; x.depth > end; {
		token, err := x.next()
		if err != nil || token == nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			if err := use(start); err != nil {
				return err
			}
		}
	}
	return nil
}

// refuse turns an error of the decoder into an Error.
func (x *xmlReader) refuse(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, errLongToken):
		return refuse(Limits, "The part %s holds a single text of more than %d kB. Remove it and upload the file again.", x.part, maxToken>>10)
	case errors.As(err, &syntax):
		return x.damaged(syntax.Msg)
	case strings.Contains(err.Error(), "encoding"):
		return refuse(Encoding, "The part %s is not in UTF-8."+saveAgain, x.part)
	}
	return x.damaged("it cannot be unpacked")
}

// damaged refuses the part at the current position.
func (x *xmlReader) damaged(what string) error {
	return damaged("The part %s is cut off or damaged at byte %d: %s. Figures may be missing.", x.part, x.decoder.InputOffset(), what)
}

var errLongToken = errors.New("token is too long")

// tokenLimiter fails if it reads more than maxToken bytes after mark, so that a single text or tag
// cannot fill the memory.
type tokenLimiter struct {
	r       io.Reader
	n, mark int64
}

func (l *tokenLimiter) Read(p []byte) (int, error) {
	if l.n-l.mark > maxToken {
		return 0, errLongToken
	}
	n, err := l.r.Read(p)
	l.n += int64(n)
	return n, err
}

// attribute returns the value of an attribute without a namespace, or "".
func attribute(t xml.StartElement, name string) string {
	v, _ := lookUp(t, name)
	return v
}

func lookUp(t xml.StartElement, name string) (string, bool) {
	for _, a := range t.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value, true
		}
	}
	return "", false
}

// isTrue reports whether an attribute is a boolean that is true.
func isTrue(t xml.StartElement, name string) bool {
	v := attribute(t, name)
	return v == "1" || v == "true" || v == "on"
}
