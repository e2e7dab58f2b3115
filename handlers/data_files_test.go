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

	"lerr/internal/sitetest"
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
	if seen != 3+8+13*3 {
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
	if len(names) != 2+6+2+13*3 {
		t.Errorf("the file holds %d files: %v", len(names), slices.Sorted(maps.Keys(names)))
	}
}
