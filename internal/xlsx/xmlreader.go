package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// xmlReader reads the XML of one part strictly, to its end, within limits. Spreadsheet programs and
// excelize read a damaged part as a shorter one; xmlReader refuses the file.
type xmlReader struct {
	*book
	part     string
	in       *tokenLimiter
	decoder  *xml.Decoder
	depth    int
	elements int
}

// eachElement reads a part and calls use for each start of an element, except for those that use has
// read.
func (b *book) eachElement(part string, use func(x *xmlReader, t xml.StartElement)) {
	r := b.open(part)
	defer r.Close() // reading has succeeded or failed before
	b.done[strings.ToLower(part)] = true
	in := &tokenLimiter{r: r}
	x := &xmlReader{book: b, part: part, in: in, decoder: xml.NewDecoder(in)}
	for token := x.next(); token != nil; token = x.next() {
		if start, ok := token.(xml.StartElement); ok {
			use(x, start)
		}
	}
}

// children reads to the end of the current element and calls use for each start of an element in it,
// except for those that use has read.
func (x *xmlReader) children(use func(xml.StartElement)) {
	for end := x.depth - 1; x.depth > end; {
		if start, ok := x.next().(xml.StartElement); ok {
			use(start)
		}
	}
}

func (x *xmlReader) skip() { x.children(func(xml.StartElement) {}) }

// next returns the next start, end or text. It returns nil at the end of the part.
func (x *xmlReader) next() xml.Token {
	for {
		token, err := x.decoder.Token()
		x.in.mark = x.decoder.InputOffset()
		if errors.Is(err, io.EOF) {
			if x.elements == 0 {
				x.damaged("it is empty")
			}
			return nil
		}
		if err != nil {
			x.fail(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			x.start(t)
			return t
		case xml.EndElement:
			x.depth--
			return t
		case xml.CharData:
			if x.depth > 0 {
				return t
			}
			if strings.Trim(string(t), " \t\r\n\ufeff") != "" {
				x.damaged("it holds text outside its elements")
			}
		case xml.Directive:
			x.refuse(Forbidden, "The part %s holds a document type or entities (<!%.20s…), which can make programs fetch other files."+saveAgain, x.part, t)
		}
	}
}

// start counts an element and checks the limits.
func (x *xmlReader) start(t xml.StartElement) {
	if x.depth == 0 && x.elements > 0 {
		x.damaged("it goes on after its end")
	}
	x.depth++
	x.elements++
	x.piecesLeft -= 1 + len(t.Attr)
	switch {
	case x.depth > maxDepth:
		x.refuse(Limits, "The part %s has elements that are nested more than %d deep, as no spreadsheet program writes them."+saveAgain, x.part, maxDepth)
	case x.piecesLeft < 0:
		x.refuse(Limits, "The file holds more than %d cells, formats and other pieces (at part %s). Remove sheets and formats that the report does not need.", MaxPieces, x.part)
	case len(t.Attr) > maxAttributes:
		x.damaged("an element has too many attributes")
	case x.elements%1000 == 0:
		x.checkContext()
	}
	for i, a := range t.Attr {
		for _, b := range t.Attr[:i] {
			if a.Name == b.Name {
				x.damaged("an element has the attribute " + a.Name.Local + " twice")
			}
		}
	}
}

func (x *xmlReader) fail(err error) {
	var syntax *xml.SyntaxError
	switch {
	case errors.Is(err, errLongToken):
		x.refuse(Limits, "The part %s holds a single text of more than %d kB. Remove it and upload the file again.", x.part, maxToken>>10)
	case errors.As(err, &syntax):
		x.damaged(syntax.Msg)
	case strings.Contains(err.Error(), "encoding"):
		x.refuse(Encoding, "The part %s is not in UTF-8."+saveAgain, x.part)
	}
	x.damaged("it cannot be unpacked")
}

// damaged refuses the file for what is wrong at the current byte of the part.
func (x *xmlReader) damaged(what string) {
	x.book.damaged("The part %s is cut off or damaged at byte %d: %s. Figures may be missing.", x.part, x.decoder.InputOffset(), what)
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
	for _, a := range t.Attr {
		if a.Name.Space == "" && a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func isTrue(t xml.StartElement, name string) bool {
	v := attribute(t, name)
	return v == "1" || v == "true" || v == "on"
}
