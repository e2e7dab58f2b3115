package handlers_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/handlers"
	"lerr/internal/sitetest"
	"lerr/static"
)

func TestRoutes(t *testing.T) {
	site := sitetest.New(t)
	for _, c := range []struct {
		name, path, location string
		status               int
	}{
		{"home", "/", "", 200},
		{"a period", "/2019-H1", "", 200},
		{"a region", "/2019-H1/middle-east-and-africa", "", 200},
		{"a country", "/2013-H1/ci", "", 200},
		{"a country over all periods", "/countries/au", "", 200},
		{"revisions", "/revisions", "", 200},
		{"workbook", "/download/2019-H1.xlsx", "", 200},
		{"CSV", "/download/2013-H1.csv", "", 200},
		{"JSON", "/download/2016-H2.json", "", 200},
		{"CSV of all", "/download/all.csv", "", 200},
		{"style sheet", static.URL("site.css"), "", 200},
		{"script", static.URL("site.js"), "", 200},
		{"robots", "/robots.txt", "", 200},
		{"live", "/livez", "", 200},
		{"ready", "/readyz", "", 200},
		{"fingerprints", "/verify", "", 200},
		{"a proof", "/2019-H1/r1.tlog-proof", "", 200},
		{"a proof in lower case", "/2019-h1/R1.tlog-proof", "/2019-H1/r1.tlog-proof", 308},

		{"a form's period", "/?period=2018-H2", "/2018-H2#figures", 303},
		{"a form's period and country", "/?period=2019-H1&place=au", "/2019-H1/au#figures", 303},
		{"a form's period and the world", "/?period=2019-H1&place=global", "/2019-H1#figures", 303},
		{"a form's place alone", "/?place=europe", "/2019-H1/europe#figures", 303},
		{"a form's country by name", "/?period=2014-H1&place=C%C3%B4te+d%27Ivoire", "/2014-H1/ci#figures", 303},
		{"a form's country by another spelling", "/?period=2014-H1&place=Korea,+Republic+Of", "/2014-H1/kr#figures", 303},
		{"a download form", "/download?period=2018-H1&format=csv", "/download/2018-H1.csv", 303},
		{"a download form without a format", "/download?period=2018-H1", "/download/2018-H1.xlsx", 303},

		{"a period in lower case", "/2019-h1", "/2019-H1", 308},
		{"a country in capitals", "/2019-H1/AU", "/2019-H1/au", 308},
		{"a country by name", "/2019-H1/germany", "/2019-H1/de", 308},
		{"the world spelt out", "/2019-H1/global", "/2019-H1", 308},
		{"a slash at the end", "/2019-H1/", "/2019-H1", 308},
		{"a slash at the end, with a query", "/2019-H1/?expand=all", "/2019-H1?expand=all", 308},
		{"doubled slashes", "//2019-H1//au", "/2019-H1/au", 308},
		{"another host behind slashes", "//example.com/x", "/example.com/x", 308},
		{"a download in lower case", "/download/2019-h1.XLSX", "/download/2019-H1.xlsx", 308},
		{"a country page by name", "/countries/Germany", "/countries/germany", 308},

		{"nothing", "/nothing", "", 404},
		{"a period that is not published", "/2019-H2", "", 404},
		{"a period before the first", "/2012-H2", "", 404},
		{"a third half", "/2019-H3", "", 404},
		{"a country that is not listed", "/2019-H1/zz", "", 404},
		{"a region as a country", "/countries/europe", "", 404},
		{"a form's period that is not published", "/?period=2019-H2", "", 404},
		{"a form's period that is none", "/?period=soon", "", 404},
		{"a form's place that is none", "/?place=atlantis", "", 200},
		{"a place that is none", "/2019-H1/atlantis", "", 404},
		{"a download that is not published", "/download/2019-H2.xlsx", "", 404},
		{"a download in no known form", "/download/2019-H1.pdf", "", 404},
		{"a download form in no known form", "/download?period=2019-H1&format=pdf", "", 404},
		{"a static file without its hash", "/static/site.css", "", 404},
		{"a path upwards", "/static/%2e%2e/go.mod", "/go.mod", 308},
		{"staff's address", "/staff", "", 404},

		{"a parameter twice", "/?period=2019-H1&period=2018-H1", "", 400},
		{"a query beyond measure", "/?place=" + strings.Repeat("a", 4<<10), "", 414},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := site.Get(c.path)
			if a.Status != c.status || a.Header.Get("Location") != c.location {
				t.Errorf("GET %s: got %d %q, want %d %q", c.path, a.Status, a.Header.Get("Location"), c.status, c.location)
			}
		})
	}
}

func TestPublic_OnlyReads(t *testing.T) {
	site := sitetest.New(t)
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
		a := site.Do(method, "/2019-H1")
		if a.Status != 405 || a.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: got %d, allow %q", method, a.Status, a.Header.Get("Allow"))
		}
	}
	get, head := site.Get("/2019-H1/au"), site.Do("HEAD", "/2019-H1/au")
	if head.Status != 200 || head.Body != "" {
		t.Errorf("HEAD: got %d and %d bytes", head.Status, len(head.Body))
	}
	get.Header.Del("Date")
	head.Header.Del("Date")
	if diff := cmp.Diff(get.Header, head.Header); diff != "" {
		t.Error("headers of GET and HEAD differ (-GET +HEAD):\n" + diff)
	}
}

func TestPublic_SendsItsHeadersWithEveryAnswer(t *testing.T) {
	site := sitetest.New(t)
	for _, path := range []string{"/", "/2019-H1", "/2019-h1", "/?place=au", "/nothing", "/2019-H2", "/?a=1&a=2", "/download/all.csv", "/livez", static.URL("site.css")} {
		h := site.Get(path).Header
		for name, want := range map[string]string{
			"Content-Security-Policy":    "default-src 'none'",
			"Strict-Transport-Security":  "max-age=63072000",
			"X-Content-Type-Options":     "nosniff",
			"Cross-Origin-Opener-Policy": "same-origin",
			"Permissions-Policy":         "camera=()",
		} {
			if got := h.Get(name); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("%s: the policy allows something unsafe", path)
		}
		for _, name := range []string{"Set-Cookie", "Server", "X-Powered-By"} {
			if got := h.Get(name); got != "" {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}

func TestPublic_SaysHowLongAnAnswerMayBeKept(t *testing.T) {
	site := sitetest.New(t)
	for path, want := range map[string]string{
		"/":                      "max-age=0, s-maxage=10, must-revalidate",
		"/2019-H1/au":            "max-age=0, s-maxage=10, must-revalidate",
		"/download/2019-H1.xlsx": "max-age=0, s-maxage=10, must-revalidate",
		static.URL("site.css"):   "public, max-age=31536000, immutable",
		"/2019-H2":               "no-store",
		"/nothing":               "no-store",
	} {
		if got := site.Get(path).Header.Get("Cache-Control"); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

// Nothing with figures may outlive their withdrawal in a cache, whatever its kind: a page, a file, or either at a
// revision.
func TestPublic_KeepsOnlyHashedAssetsInCaches(t *testing.T) {
	site := sitetest.New(t)
	list := append(site.Public.OneOfEach(), "/2019-H1.csv?bom=1", "/2019-H1?expand=all", "/compare.csv?places=de",
		"/download/2019-H1-r1.xlsx", "/2019-H1/r1", "/2019-H1/r1/au.json")
	for _, path := range list {
		want := "max-age=0, s-maxage=10, must-revalidate"
		if strings.HasPrefix(path, "/static/") {
			want = "public, max-age=31536000, immutable"
		}
		if a := site.Get(path); a.Status != 200 || a.Header.Get("Cache-Control") != want {
			t.Errorf("%s: got %d, %q, want 200, %q", path, a.Status, a.Header.Get("Cache-Control"), want)
		}
	}
}

// What is not public answers alike, whether it may come soon or can never be.
func TestPublic_AnswersForTheNextPeriodAsForOneThatNeverWas(t *testing.T) {
	site := sitetest.New(t)
	for _, form := range []string{"/%s", "/%s/au", "/download/%s.xlsx", "/download/%s.csv", "/download/%s.json", "/?period=%s", "/%s.csv", "/%s.wide.csv", "/%s/au.json", "/%s/r1/au.csv", "/download/%s.csv-metadata.json", "/%s/r1.tlog-proof"} {
		next := site.Get(strings.ReplaceAll(form, "%s", "2019-H2"))
		never := site.Get(strings.ReplaceAll(form, "%s", "2999-H2"))
		next.Header.Del("Date")
		never.Header.Del("Date")
		if diff := cmp.Diff(never, next); diff != "" {
			t.Errorf("%s (-never +next):\n%s", form, diff)
		}
	}
}

func TestPublic_OffersNearNamesForAPlaceThatIsNotKnown(t *testing.T) {
	site := sitetest.New(t)
	for _, path := range []string{"/2019-H1/germny", "/countries/germny", "/2019-H1/deutschlnd"} {
		a := site.Get(path)
		if a.Status != 404 || !strings.Contains(a.Body, `href="/2019-H1/de"`) {
			t.Errorf("%s: got %d, and Germany is not offered", path, a.Status)
		}
	}
}

func TestPublic_LogsARequestAndNotWhoseItIs(t *testing.T) {
	site := sitetest.New(t, sitetest.Own)
	r := httptest.NewRequest("GET", "/2019-H1/au", nil)
	r.RemoteAddr = "198.51.100.7:4242"
	r.Header.Set("X-Forwarded-For", "203.0.113.9")
	r.Header.Set("User-Agent", "curious/1.0")
	site.Public.ServeHTTP(httptest.NewRecorder(), r)
	line := site.Log.String()
	for _, want := range []string{`"method":"GET"`, `"path":"/2019-H1/au"`, `"status":200`, `"bytes":`, `"took":`} {
		if !strings.Contains(line, want) {
			t.Errorf("log line %s lacks %s", line, want)
		}
	}
	for _, not := range []string{"203.0.113.9", "198.51.100.7", "curious"} {
		if strings.Contains(line, not) {
			t.Errorf("log line %s names the reader: %s", line, not)
		}
	}
	if got := strings.Count(line, "\n"); got != 1 {
		t.Errorf("got %d lines for one request", got)
	}
}

func TestPublic_IsNotReadyWhileItStops(t *testing.T) {
	running, stop := context.WithCancel(t.Context())
	site := sitetest.New(t, func(o *handlers.Options) { o.Running = running })
	if code := site.Get("/readyz").Status; code != 200 {
		t.Errorf("readyz before it stops: got %d, want 200", code)
	}
	stop()
	if code := site.Get("/readyz").Status; code != 503 {
		t.Errorf("readyz: got %d, want 503", code)
	}
	for _, path := range []string{"/livez", "/"} {
		if got := site.Get(path).Status; got != 200 {
			t.Errorf("%s: got %d, want 200", path, got)
		}
	}
}
