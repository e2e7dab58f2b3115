package handlers_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// sums adds up each section of each period in a CSV file; the six counts begin in the column first.
func sums(t *testing.T, text string, first int) map[string][6]int {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	total := map[string][6]int{}
	for _, r := range records[1:] {
		sum := total[r[0]+" "+r[1]]
		for i := range sum {
			n, err := strconv.Atoi(r[first+i])
			if err != nil {
				t.Fatal(err)
			}
			sum[i] += n
		}
		total[r[0]+" "+r[1]] = sum
	}
	return total
}

func TestSendDownload_CSVAddsUpToTheSource(t *testing.T) {
	site := sitetest.New(t)
	source, err := os.ReadFile("../data/requests.csv")
	if err != nil {
		t.Fatal(err)
	}
	all := site.Get("/download/all.csv").Body
	if header, _, _ := strings.Cut(all, "\r\n"); header != "period,section,country_code,country,region,requests,accounts,content,non_content,no_data,rejected,outcomes_count" {
		t.Errorf("header is %q", header)
	}
	want := sums(t, string(source), 3)
	if diff := cmp.Diff(want, sums(t, all, 5)); diff != "" {
		t.Error("all.csv against the source (-want +got):\n" + diff)
	}
	each := map[string][6]int{}
	for _, p := range site.Archive.Periods() {
		for key, sum := range sums(t, site.Get("/download/"+p.String()+".csv").Body, 5) {
			each[key] = sum
		}
	}
	if diff := cmp.Diff(want, each); diff != "" {
		t.Error("each period's CSV against the source (-want +got):\n" + diff)
	}
}

func TestSendDownload_JSONHoldsTheSameFigures(t *testing.T) {
	site := sitetest.New(t)
	for _, p := range site.Archive.Periods() {
		var document struct {
			Period   report.Period
			Digest   string
			Sections []struct {
				Section string
				Totals  map[string]any
			}
		}
		if err := json.Unmarshal([]byte(site.Get("/download/"+p.String()+".json").Body), &document); err != nil {
			t.Fatal(err)
		}
		want := sums(t, site.Get("/download/"+p.String()+".csv").Body, 5)
		got := map[string][6]int{}
		for _, s := range document.Sections {
			var sum [6]int
			for i, name := range report.Columns() {
				n, _ := s.Totals[name].(float64)
				sum[i] = int(n)
			}
			got[p.String()+" "+s.Section] = sum
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s JSON against CSV (-want +got):\n%s", p, diff)
		}
		if revision, _ := site.Archive.Revision(p); document.Digest != revision.Digest {
			t.Errorf("%s: digest is %q, want %q", p, document.Digest, revision.Digest)
		}
	}
}

func TestSendDownload_OffersFilesUnderTellingNames(t *testing.T) {
	site := sitetest.New(t)
	for path, want := range map[string][2]string{
		"/download/2019-H1.xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", `attachment; filename="microsoft-law-enforcement-requests-2019-H1-v1.xlsx"`},
		"/download/2013-H1.csv":  {"text/csv; charset=utf-8", `attachment; filename="microsoft-law-enforcement-requests-2013-H1-v1.csv"`},
		"/download/2013-H1.json": {"application/json; charset=utf-8", `attachment; filename="microsoft-law-enforcement-requests-2013-H1-v1.json"`},
		"/download/all.csv":      {"text/csv; charset=utf-8", `attachment; filename="microsoft-law-enforcement-requests-all.csv"`},
	} {
		h := site.Get(path).Header
		if got := [2]string{h.Get("Content-Type"), h.Get("Content-Disposition")}; got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
		if h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s cannot be loaded by other sites", path)
		}
	}
}

func TestSendDownload_IsTheSameFileEachTime(t *testing.T) {
	one, two := sitetest.New(t), sitetest.New(t)
	for _, path := range []string{"/download/2019-H1.xlsx", "/download/2017-H1.xlsx", "/download/all.csv", "/download/2019-H1.json"} {
		a, b := one.Get(path), two.Get(path)
		if a.Body != b.Body || a.Header.Get("ETag") != b.Header.Get("ETag") {
			t.Errorf("%s differs between two sites of the same figures", path)
		}
		if again := one.Get(path, "If-None-Match", a.Header.Get("ETag")); again.Status != 304 || again.Body != "" {
			t.Errorf("%s: asked again, got %d and %d bytes", path, again.Status, len(again.Body))
		}
	}
}
