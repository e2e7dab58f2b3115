package handlers_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lerr/handlers"
	"lerr/internal/sitetest"
	"lerr/internal/urls"
	"lerr/views"
)

func TestDataPage_TellsSizesAndHashesOfWhatIsServed(t *testing.T) {
	site := sitetest.New(t)
	seen := 0
	rows := site.Doc("/data").Find(".guide--files tbody tr")
	for i := range rows.Nodes {
		row := rows.Eq(i)
		address := row.Find("th a").AttrOr("href", "")
		raw := fetch(t, site, address)
		sum := sha256.Sum256(raw)
		bytesTold, hash := plainNumber(row.Find("td").Eq(1).Text()), strings.TrimSpace(row.Find("code").Text())
		if bytesTold != strconv.Itoa(len(raw)) || hash != hex.EncodeToString(sum[:]) {
			t.Errorf("%s: %s bytes, %s are told and others are served", address, bytesTold, hash)
		}
		if strings.HasSuffix(address, ".csv") {
			if told := plainNumber(row.Find("td").Eq(0).Text()); told != strconv.Itoa(len(table(t, raw))) {
				t.Errorf("%s: %s rows are told", address, told)
			}
		}
		seen++
	}
	if seen != 3+9+13*3 {
		t.Errorf("the page lists %d files", seen)
	}
}

func TestZip_HoldsWhatIsServedAndIsTheSameEachTime(t *testing.T) {
	site := sitetest.New(t)
	raw := fetch(t, site, "/data.zip")
	if again := fetch(t, sitetest.New(t), "/data.zip"); !bytes.Equal(raw, again) {
		t.Error("two sites of the same figures make different files")
	}
	in, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range in.File {
		names[f.Name] = true
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "README.txt" {
			for _, want := range []string{"CC BY 4.0", "How to cite", "download/all.csv", "no_row", "independent recreation", "must not be compared"} {
				if !bytes.Contains(body, []byte(want)) {
					t.Errorf("README.txt lacks %q", want)
				}
			}
			continue
		}
		if !bytes.Equal(body, fetch(t, site, "/"+f.Name)) {
			t.Errorf("%s is not as it is served", f.Name)
		}
	}
	for _, r := range decoded[dataPackage](t, fetch(t, site, "/datapackage.json")).Resources {
		if !names[r.Path] {
			t.Errorf("the file lacks %s, which its description names", r.Path)
		}
	}
	if len(names) != 2+6+3+13*3 {
		t.Errorf("the file holds %d files: %v", len(names), slices.Sorted(maps.Keys(names)))
	}
}

// TestDataPage_BeginsWithFourFiles names them in the order in which readers want them.
func TestDataPage_BeginsWithFourFiles(t *testing.T) {
	withoutDatabase := func(o *handlers.Options) { o.Database = nil }
	for _, tt := range []struct {
		site *sitetest.Site
		want string
	}{
		{sitetest.New(t), "/download/2019-H1.xlsx /download/all.csv /data.sqlite /data.zip"},
		{sitetest.New(t, withoutDatabase), "/download/2019-H1.xlsx /download/all.csv /data.zip"},
	} {
		cards := tt.site.Doc("/data").Find(".card")
		var got []string
		for i := range cards.Nodes {
			card := cards.Eq(i)
			address := card.AttrOr("href", "")
			got = append(got, address)
			about := sitetest.Text(card.Find("small"))
			if size := views.Size(len(fetch(t, tt.site, address))); !strings.Contains(about, size) {
				t.Errorf("%s: %q, want the size %s", address, about, size)
			}
			if rows := views.Number(len(table(t, fetch(t, tt.site, "/download/all.csv")))) + " rows"; strings.Contains(about, rows) != strings.HasSuffix(address, ".csv") {
				t.Errorf("%s: %q, want %s of the CSV file alone", address, about, rows)
			}
			if text := sitetest.Text(card.Find("a > span, span").First()); !strings.HasSuffix(text, ".") {
				t.Errorf("%s is explained by %q, want a sentence", address, text)
			}
		}
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

// TestDataPage_OffersEachHalfYear follows the links of the table of half-years.
func TestDataPage_OffersEachHalfYear(t *testing.T) {
	site := sitetest.New(t)
	rows := site.Doc("/data").Find("#half-years tr")
	periods := site.Archive.Periods()
	if rows.Length() != len(periods) {
		t.Fatalf("got %d rows, want %d", rows.Length(), len(periods))
	}
	for i, p := range periods {
		row := rows.Eq(i)
		if got := row.Find("th").Text(); got != p.Label() {
			t.Errorf("row %d: got %s, want %s", i, got, p.Label())
		}
		for j, format := range urls.Formats() {
			if got := row.Find("a").Eq(j).AttrOr("href", ""); got != urls.Download(p, format) || site.Get(got).Status != 200 {
				t.Errorf("%s: got %s for %s", p, got, format)
			}
		}
	}
}
