package pagecache

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Send writes the page in a coding that the request accepts, or 304 when the client has it, or a part
// of a file that can be requested in parts. It fails with report.ErrBusy, before anything is written, if clients
// are being sent too many bytes already.
func (p *Page) Send(w http.ResponseWriter, r *http.Request) error {
	f := p.choose(r.Header)
	h := w.Header()
	if p.head.Status == http.StatusOK {
		if list := r.Header.Get("If-None-Match"); list != "" && p.isAmong(list) {
			p.describe(h, f)
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
	}
	c, err := p.bodyOf(f)
	if err != nil {
		return err
	}
	if err := sending.begin(c, p.kept.Load() && f.content.Load() == c, p.head.Status); err != nil {
		return err
	}
	defer sending.end(c)
	p.describe(h, f)
	p.describeBody(h, f, c.length)
	if p.head.FileName != "" && r.Header.Get("Range") != "" && r.Method != http.MethodHead {
		delete(h, "Content-Length")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(c.body))
		return nil
	}
	w.WriteHeader(p.head.Status)
	if r.Method == http.MethodHead {
		return nil
	}
	_, err = w.Write(c.body)
	return err
}

// isAmong reports whether an If-None-Match list names the page in any coding.
func (p *Page) isAmong(list string) bool {
	for tag := range strings.SplitSeq(list, ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if tag == "*" {
			return true
		}
		name, coding, packed := strings.Cut(strings.Trim(tag, `"`), "-")
		if name == p.etag && (!packed || p.find(coding) != nil || p.shared != nil && strings.HasPrefix(coding, "dcz-")) {
			return true
		}
	}
	return false
}

// choose returns the variant for a request: that with the dictionary, if the sender has it and likes no other coding
// better, or else what the Accept-Encoding header asks for.
func (p *Page) choose(h http.Header) *variant {
	best, weight := p.accepted(h.Get("Accept-Encoding"))
	if d := p.shared.Dictionary(); d != nil {
		if w, ok := d.isNamed(h); ok && w >= weight {
			return p.against(d)
		}
	}
	return best
}

// accepted returns the variant that an Accept-Encoding header asks for: of those it allows, the one with
// the highest quality, and of equals the smallest (RFC 9110, section 12.5.3). Plain bytes are for
// clients that refuse or prefer them, and for those that send no such header. It also returns its quality.
func (p *Page) accepted(header string) (best *variant, most float64) {
	best, most = &p.plain, quality(header, "identity")
	for _, f := range p.packed {
		// Plain bytes that are merely not refused yield to any coding that is asked for.
		if q := quality(header, f.coding.name); q > 0 && (q > most || (best.coding == nil && q >= most)) {
			best, most = f, q
		}
	}
	return best, most
}

// quality returns the weight of a coding in an Accept-Encoding header: 0 when it is refused or not
// named. Plain bytes that are not named have 0 too: any other coding is better then.
func quality(header, coding string) float64 {
	star := 0.0
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		name = strings.TrimSpace(name)
		switch {
		case strings.EqualFold(name, coding):
			return qvalue(parameters)
		case name == "*" && coding != "identity":
			star = qvalue(parameters)
		}
	}
	return star
}

// qvalue reads the weight of an Accept-Encoding part: 1 when it has none, 0 when it cannot be read.
func qvalue(parameters string) float64 {
	name, value, ok := strings.Cut(parameters, "=")
	if !ok {
		return 1
	}
	value = strings.TrimSpace(value)
	q, err := strconv.ParseFloat(value, 64)
	if err != nil || !strings.EqualFold(strings.TrimSpace(name), "q") || len(value) > len("0.001") || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}
