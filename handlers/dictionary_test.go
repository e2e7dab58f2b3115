package handlers_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"lerr/handlers"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/static"
)

// dictionary holds the address and the text of what a browser keeps.
type dictionary struct{ address, content string }

// linked matches the header that names a dictionary.
var linked = regexp.MustCompile(`^<(/dictionary/[0-9]+-[0-9a-f]{32})>; rel="compression-dictionary"$`)

// fetchDictionary does as a browser does that visits a page.
func fetchDictionary(t *testing.T, site *sitetest.Site) dictionary {
	t.Helper()
	if err := site.Public.OfferDictionary(); err != nil {
		t.Fatal(err)
	}
	m := linked.FindStringSubmatch(site.Get("/2019-H1").Header.Get("Link"))
	if m == nil {
		t.Fatalf("the page names no dictionary: %q", site.Get("/2019-H1").Header.Get("Link"))
	}
	a := site.Get(m[1])
	if a.Status != 200 {
		t.Fatalf("%s: got %d", m[1], a.Status)
	}
	return dictionary{m[1], a.Body}
}

// headers are those of a browser that has the dictionary.
func (d dictionary) headers() []string {
	sum := sha256.Sum256([]byte(d.content))
	return []string{"Accept-Encoding", "gzip, deflate, br, zstd, dcb, dcz", "Available-Dictionary", ":" + base64.StdEncoding.EncodeToString(sum[:]) + ":"}
}

// unpacker unpacks what is packed with the dictionary.
func (d dictionary) unpacker(t *testing.T) *zstd.Decoder {
	t.Helper()
	r, err := zstd.NewReader(nil, zstd.WithDecoderDictRaw(0, []byte(d.content)), zstd.WithDecoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// Every page is the same for whoever has the dictionary. What is no page, or of a query that anyone can invent, is packed
// without it.
func TestDictionary_PagesAreTheSameWithIt(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t, sitetest.Own)
	d := fetchDictionary(t, site)
	unpacker := d.unpacker(t)
	addresses := site.Public.Addresses()
	if testing.Short() {
		addresses = append(sitetest.Sample(addresses, 60), site.Public.OneOfEach()...)
	}
	packed := 0
	for _, address := range append(addresses, "/?expand=all", "/2019-H1/countries?find=united", "/compare?places=us,de", "/nothing", "/2019-H2", "/embed/2019-H1/us", static.URL("site.css")) {
		a, plain := site.Get(address, d.headers()...), site.Get(address, "Accept-Encoding", "identity")
		html := strings.HasPrefix(a.Header.Get("Content-Type"), "text/html")
		shared := html && a.Status == 200 && !strings.HasPrefix(address, "/embed/") && !strings.Contains(address, "find=") && !strings.Contains(address, "places=")
		if got := a.Header.Get("Content-Encoding") == "dcz"; got != shared {
			t.Errorf("%s is sent in %q", address, a.Header.Get("Content-Encoding"))
			continue
		}
		if got := strings.Contains(a.Header.Get("Vary"), "Available-Dictionary"); got != shared {
			t.Errorf("%s varies by %q", address, a.Header.Get("Vary"))
		}
		if got := plain.Header.Get("Link") != ""; got != shared {
			t.Errorf("%s: names the dictionary %q", address, plain.Header.Get("Link"))
		}
		if !shared {
			continue
		}
		packed++
		if got, err := unpacker.DecodeAll([]byte(a.Body), nil); err != nil || string(got) != plain.Body {
			t.Errorf("%s is another page with the dictionary: %v", address, err)
		}
	}
	if packed < 20 {
		t.Errorf("only %d pages were packed with the dictionary", packed)
	}
}

func TestDictionary_SaysHowItIsUsed(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t, sitetest.Own)
	d := fetchDictionary(t, site)
	a := site.Get(d.address, "Accept-Encoding", "br")
	for name, want := range map[string]string{
		"Use-As-Dictionary": `match="/*", match-dest=("document")`, "Cache-Control": "max-age=86400, s-maxage=10, must-revalidate",
		"Content-Type": "text/plain; charset=utf-8", "Content-Encoding": "br", "Vary": "Accept-Encoding", "X-Robots-Tag": "noindex",
		"Cross-Origin-Resource-Policy": "same-origin", "Access-Control-Allow-Origin": "", "Link": "",
	} {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if !strings.Contains(d.content, site.Get("/2019-H1").Body) || !strings.Contains(d.content, site.Get("/2019-H1/us").Body) {
		t.Error("the dictionary is not of the newest pages")
	}
	for _, address := range []string{
		"/dictionary/1-" + strings.Repeat("0", 32), d.address[:len(d.address)-1] + "x", d.address + "0", "/dictionary", "/dictionary/-" + d.address[len(d.address)-32:],
		"/dictionary/99999999999999999999-" + strings.Repeat("0", 32), "/dictionary/999999999999999999-" + strings.Repeat("0", 32),
	} {
		if a := site.Get(address); a.Status != 404 || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d, %s", address, a.Status, a.Header.Get("Cache-Control"))
		}
	}
	if slices.ContainsFunc(site.Public.Addresses(), func(address string) bool { return strings.HasPrefix(address, "/dictionary") }) {
		t.Error("an export would have the dictionary, without what makes it one")
	}
}

// A page that is built ahead of a release is in no dictionary before, and then the release's dictionary has it. Who has
// the one from before is sent Brotli, and learns of the new one.
func TestDictionary_IsOfWhatIsPublic(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t, sitetest.Own)
	before := fetchDictionary(t, site)
	r, err := site.Archive.Revision(site.Archive.NewestPublished())
	if err != nil {
		t.Fatal(err)
	}
	r.Number, r.Note, r.PublishedAt = 2, "Prepared, not public.", r.PublishedAt.Add(time.Hour)
	next, err := site.Archive.With(r)
	if err != nil {
		t.Fatal(err)
	}
	swap := site.Public.Prerender(context.Background(), next)
	if again := fetchDictionary(t, site); again != before {
		t.Error("the dictionary changed before the release")
	}
	if a := site.Get("/2019-H1", before.headers()...); a.Header.Get("Content-Encoding") != "dcz" {
		t.Errorf("before the release: sent in %q", a.Header.Get("Content-Encoding"))
	}
	swap(nil)
	if a := site.Get("/2019-H1", before.headers()...); a.Header.Get("Content-Encoding") != "br" {
		t.Errorf("after the release, with the dictionary from before: sent in %q", a.Header.Get("Content-Encoding"))
	}
	after := fetchDictionary(t, site)
	if after.address == before.address || !strings.Contains(after.content, "Prepared, not public.") {
		t.Error("the release's dictionary is not of the release")
	}
	if a := site.Get("/2018-H2", after.headers()...); a.Header.Get("Content-Encoding") != "dcz" {
		t.Errorf("after the release, with its dictionary: sent in %q", a.Header.Get("Content-Encoding"))
	}
	if got := site.Get(before.address).Status; got != 404 {
		t.Errorf("the dictionary from before: got %d, want 404", got)
	}
}

// A dictionary that holds what was withdrawn is gone, whichever process made it, and the next one does not hold it.
func TestDictionary_IsGoneAfterAWithdrawal(t *testing.T) {
	t.Parallel()
	d := sitetest.NewConsole(t)
	before := fetchDictionary(t, d.Public)
	withdrawn := report.Period{Year: 2014, Half: 1}
	figure := regexp.MustCompile(`2014 Jan-Jun: [0-9,]+ requests`).FindString(before.content)
	if figure == "" {
		t.Fatal("the dictionary does not hold the figure that this test looks for")
	}
	d.Pass(time.Minute)
	if err := d.Publisher.Withdraw(t.Context(), "bob", withdrawn, "To be checked."); err != nil {
		t.Fatal(err)
	}
	d.Step()
	check := func(who string, site *sitetest.Site) {
		a := site.Get(before.address)
		if a.Status != 410 || !strings.Contains(a.Body, "To be checked.") || a.Header.Get("Cache-Control") != "max-age=0, s-maxage=10, must-revalidate" || a.Header.Get("Use-As-Dictionary") != "" {
			t.Errorf("%s: the dictionary from before: got %d, %v", who, a.Status, a.Header)
		}
		if a := site.Get("/2019-H1", before.headers()...); a.Header.Get("Content-Encoding") != "br" {
			t.Errorf("%s: who has it is sent %q", who, a.Header.Get("Content-Encoding"))
		}
	}
	check("this process", d.Public)
	after := fetchDictionary(t, d.Public)
	if after.address == before.address || strings.Contains(after.content, figure) {
		t.Error("the dictionary still holds the withdrawn figure")
	}
	check("another process", sitetest.New(t, func(o *handlers.Options) { o.Archive, o.NoPrerender = d.Public.Public.Archive(), true }))

	d.Pass(time.Minute)
	if err := d.Publisher.Withdraw(t.Context(), "bob", report.Period{Year: 2013, Half: 1}, "This one, too."); err != nil {
		t.Fatal(err)
	}
	d.Step()
	if a := d.Public.Get(after.address); a.Status != 410 || !strings.Contains(a.Body, "This one, too.") {
		t.Errorf("after another withdrawal: got %d", a.Status)
	}
}

// A site without a transparency log, such as the preview of a draft, offers no dictionary.
func TestDictionary_IsNoneOfAPreview(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t, func(o *handlers.Options) { o.Signed = nil })
	if err := site.Public.OfferDictionary(); err != nil {
		t.Fatal(err)
	}
	if a := site.Get("/2019-H1"); a.Status != 200 || a.Header.Get("Link") != "" {
		t.Errorf("the preview answers %d and names %q", a.Status, a.Header.Get("Link"))
	}
}

// The first reader is the occasion to make the dictionary, and none of them waits for it.
func TestDictionary_IsMadeAfterTheFirstReader(t *testing.T) {
	t.Parallel()
	site := sitetest.New(t, sitetest.Own)
	if a := site.Get("/2013-H1"); a.Header.Get("Link") != "" {
		t.Errorf("the first page names %s", a.Header.Get("Link"))
	}
	for site.Get("/2013-H1").Header.Get("Link") == "" { // or the test's time limit ends it
	}
}
