package workbook_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lerr/internal/report"
	"lerr/internal/workbook"
)

const (
	mainSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relSpace  = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relType   = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	sheetPart = "xl/worksheets/sheet1.xml"
)

// smallest returns the parts of the smallest workbook: one sheet with one table of one row.
func smallest() []part {
	return []part{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`},
		{"_rels/.rels", `<Relationships ` + relSpace + `><Relationship Id="rId1" Type="` + relType + `officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + mainSpace + ` xmlns:r="` + strings.TrimSuffix(relType, "/") + `"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships ` + relSpace + `><Relationship Id="rId1" Type="` + relType + `worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + relType + `sharedStrings" Target="/xl/sharedStrings.xml"/>` +
			`<Relationship Id="rId3" Type="` + relType + `styles" Target="styles.xml"/></Relationships>`},
		{"xl/sharedStrings.xml", `<sst ` + mainSpace + `><si><t>Country</t></si><si><t>Requests</t></si><si><t>Accounts</t></si><si><t>Content</t></si>` +
			`<si><t>Non-content</t></si><si><t>No data</t></si><si><t>Rejected</t></si><si><t>France</t></si></sst>`},
		{"xl/styles.xml", `<styleSheet ` + mainSpace + `><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>`},
		{sheetPart, sheetOf(smallestRows)},
	}
}

const smallestRows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c>` +
	`<c r="E1" t="s"><v>4</v></c><c r="F1" t="s"><v>5</v></c><c r="G1" t="s"><v>6</v></c></row>` +
	`<row r="2"><c r="A2" t="s"><v>7</v></c><c r="B2"><v>4</v></c><c r="C2" s="0"><v>5</v></c><c r="D2"><v>1</v></c><c r="E2"><v>1</v></c><c r="F2"><v>1</v></c><c r="G2"><v>1</v></c></row>`

func sheetOf(rows string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><worksheet ` + mainSpace + `><sheetData>` + rows + `</sheetData></worksheet>`
}

// zipped packs the parts.
func zipped(t testing.TB, parts []part) []byte {
	t.Helper()
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, p := range parts {
		method := zip.Deflate
		if len(p.content) < 100 {
			method = zip.Store
		}
		w, err := out.CreateHeader(&zip.FileHeader{Name: p.name, Method: method})
		if err == nil {
			_, err = w.Write([]byte(p.content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// swollen returns a workbook with a part that consists of a text, a chunk many times over, and another
// text. It packs the chunk only once, which is much faster than packing the whole.
func swollen(t testing.TB, name, before, chunk string, times int, after string) []byte {
	t.Helper()
	packed := func(text string, last bool) []byte {
		var b bytes.Buffer
		w, err := flate.NewWriter(&b, flate.BestCompression)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err == nil && last {
			err = w.Close()
		} else if err == nil {
			err = w.Flush()
		}
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	sum := crc32.NewIEEE()
	sum.Write([]byte(before)) // a hash gives no errors
	for range times {
		sum.Write([]byte(chunk))
	}
	sum.Write([]byte(after))
	body := slices.Concat(packed(before, false), bytes.Repeat(packed(chunk, false), times), packed(after, true))
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, p := range smallest() {
		if p.name == name {
			continue
		}
		w, err := out.Create(p.name)
		if err == nil {
			_, err = w.Write([]byte(p.content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	w, err := out.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: sum.Sum32(), CompressedSize64: uint64(len(body)),
		UncompressedSize64: uint64(len(before) + times*len(chunk) + len(after)),
	})
	if err == nil {
		_, err = w.Write(body)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// with returns the smallest workbook with parts replaced or added.
func with(t testing.TB, changed ...part) []byte {
	t.Helper()
	all := smallest()
	for _, c := range changed {
		found := false
		for i := range all {
			if all[i].name == c.name {
				all[i], found = c, true
			}
		}
		if !found {
			all = append(all, c)
		}
	}
	return zipped(t, all)
}

func rows(s string) part { return part{sheetPart, sheetOf(s)} }

func TestRead_ReadsTheSmallestWorkbook(t *testing.T) {
	r := read(t, "small.xlsx", with(t), "notice no-total A")
	want := report.Counts{Requests: 4, Accounts: 5, Content: 1, NonContent: 1, NoData: 1, Rejected: 1}
	if row, ok := r.Edition.Headline().Row("FR"); !ok || row.Counts != want || !r.Edition.Period.IsZero() {
		t.Errorf("edition is %+v, want France with %+v of no period", r.Edition, want)
	}
}

func TestRead_RefusesWhatCouldLoseFiguresOrDoHarm(t *testing.T) {
	row := smallestRows
	for _, test := range []struct {
		name  string
		raw   []byte
		want  string // code, sheet and cell
		names string // what the text names
	}{
		{"truncXML", with(t, part{sheetPart, strings.TrimSuffix(sheetOf(row), `<c r="G2"><v>1</v></c></row></sheetData></worksheet>`)}), "damaged A F2", sheetPart},
		{"cut off after a row", with(t, part{sheetPart, strings.TrimSuffix(sheetOf(row), `</sheetData></worksheet>`)}), "damaged A G2", sheetPart},
		{"badXMLmid", with(t, rows(strings.Replace(row, `<v>5</v></c><c r="D2">`, `<v>5</c><c r="D2">`, 1))), "damaged A C2", sheetPart},
		{"dupRows", with(t, rows(row+strings.Replace(row, `r="1"`, `r="2"`, 1))), "damaged A G2", "row 2 follows row 2"},
		{"rows out of order", with(t, rows(row+`<row r="1"/>`)), "damaged A G2", "row 1 follows row 2"},
		{"a cell twice", with(t, rows(strings.Replace(row, `<c r="D2">`, `<c r="C2"><v>7</v></c><c r="D2">`, 1))), "damaged A C2", "cell C2 appears twice"},
		{"a cell of another row", with(t, rows(strings.Replace(row, `<c r="D2">`, `<c r="D3">`, 1))), "damaged A C2", "row 2 holds a cell D3"},
		{"a cell by another name", with(t, rows(strings.Replace(row, `<c r="D2">`, `<c r="$D$2">`, 1))), "damaged A C2", "$D$2"},
		{"cells without names", with(t, rows(strings.Replace(row, `<c r="D2">`, `<c>`, 1))), "damaged A C2", "do not state their places"},
		{"rows without numbers", with(t, rows(strings.Replace(row, `<row r="2">`, `<row>`, 1))), "damaged A G1", "have no numbers"},
		{"rowNeg", with(t, rows(row+`<row r="-3"/>`)), "damaged A G2", "-3"},
		{"rowOver", with(t, rows(row+`<row r="1048577"/>`)), "damaged A G2", "1048577"},
		{"rowMax", with(t, rows(row+`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`)), "over-limits A A1048576", "row 20000"},
		{"XFD in 20,000 rows", with(t, rows(farOut())), "over-limits A XFD1", "column CV"},
		{"a value twice", with(t, rows(strings.Replace(row, `<c r="D2"><v>1</v>`, `<c r="D2"><v>1</v><v>2</v>`, 1))), "damaged A D2", "cell D2 holds a v"},
		{"a value inside a value", with(t, rows(strings.Replace(row, `<c r="D2"><v>1</v>`, `<c r="D2"><v>1<b>2</b></v>`, 1))), "damaged A D2", "holds a b"},
		{"text that says it is a number", with(t, rows(strings.Replace(row, `<c r="D2"><v>1</v>`, `<c r="D2"><v>one</v>`, 1))), "damaged A D2", "says that it holds a number"},
		{"a cell of no type", with(t, rows(strings.Replace(row, `<c r="D2">`, `<c r="D2" t="x">`, 1))), "damaged A D2", "type x"},
		{"sstNeg", with(t, rows(strings.Replace(row, `<v>7</v>`, `<v>-1</v>`, 1))), "damaged A A2", "text -1"},
		{"sstOver", with(t, rows(strings.Replace(row, `<v>7</v>`, `<v>8</v>`, 1))), "damaged A A2", "text 8"},
		{"styleNeg", with(t, rows(strings.Replace(row, `s="0"`, `s="-1"`, 1))), "damaged A C2", "style -1"},
		{"styleOver", with(t, rows(strings.Replace(row, `s="0"`, `s="1"`, 1))), "damaged A C2", "style 1"},
		{"an attribute twice", with(t, rows(strings.Replace(row, `<c r="D2">`, `<c r="D2" r="D2">`, 1))), "damaged A C2", "attribute r twice"},
		{"two lists of cells", with(t, part{sheetPart, strings.Replace(sheetOf(row), `</worksheet>`, `<sheetData/></worksheet>`, 1)}), "damaged A G2", "cells twice"},
		{"no list of cells", with(t, part{sheetPart, `<worksheet ` + mainSpace + `/>`}), "damaged A", "no cells at all"},
		{"rows of another language", with(t, part{sheetPart, strings.Replace(sheetOf(row), `<row r="2">`, `<row xmlns="urn:x" r="2">`, 1)}), "damaged A G1", "where a row belongs"},
		{"text after the end", with(t, part{sheetPart, sheetOf(row) + "x"}), "damaged A G2", "outside its elements"},
		{"two documents in a part", with(t, part{sheetPart, sheetOf(row) + sheetOf(row)}), "damaged A G2", "goes on after its end"},
		{"an empty part", with(t, part{sheetPart, ""}), "damaged A", "it is empty"},
		{"a damaged part that is not needed", with(t, part{"docProps/app.xml", "<a><b></a>"}), "damaged", "docProps/app.xml"},
		{"a missing sheet", zipped(t, smallest()[:6]), "damaged A", sheetPart},
		{"a sheet listed twice", with(t, part{"xl/workbook.xml", strings.Replace(smallest()[2].content, `</sheets>`, `<sheet name="a" sheetId="2" r:id="rId1"/></sheets>`, 1)}), "damaged", "listed twice"},
		{"entities", with(t, part{sheetPart, `<!DOCTYPE a [<!ENTITY b "c">]>` + sheetOf(row)}), "forbidden-content A", "entities"},
		{"an entity", with(t, rows(strings.Replace(row, `<v>5</v>`, `<v>&five;</v>`, 1))), "damaged A F1", "five"},
		{"xxe", with(t, part{"xl/sharedStrings.xml", `<!DOCTYPE a SYSTEM "file:///etc/passwd">` + smallest()[4].content}), "forbidden-content", "xl/sharedStrings.xml"},
		{"UTF-16", with(t, part{sheetPart, strings.Replace(sheetOf(row), "UTF-8", "UTF-16", 1)}), "not-utf-8 A", sheetPart},
		{"not UTF-8", with(t, part{"xl/sharedStrings.xml", strings.Replace(smallest()[4].content, "France", "Fr\xe1nce", 1)}), "damaged", "xl/sharedStrings.xml"},
		{"deep", with(t, part{"docProps/app.xml", strings.Repeat("<a>", 65) + strings.Repeat("</a>", 65)}), "over-limits", "nested"},
		{"deep, 2 million times", swollen(t, "docProps/app.xml", "", strings.Repeat("<a>", 1000), 2000, ""), "over-limits", "docProps/app.xml"},
		{"wide", swollen(t, "docProps/app.xml", "<a>", elements(1000), 300, "</a>"), "over-limits", "more than 500000 cells"},
		{"a long text", with(t, part{"xl/sharedStrings.xml", strings.Replace(smallest()[4].content, "France", strings.Repeat("a", 4097), 1)}), "over-limits", "more than 4 kB"},
		{"a long number", with(t, rows(strings.Replace(row, `<v>4</v></c><c r="C2"`, `<v>`+strings.Repeat("4", 5000)+`</v></c><c r="C2"`, 1))), "over-limits A B2", "more than 4 kB"},
		{"one text too often", with(t, part{"xl/sharedStrings.xml", strings.Replace(smallest()[4].content, "France", strings.Repeat("a", 4000), 1)}, rows(often(2200))), "over-limits A A2096", "longer than 8 MB"},
		{"an endless tag", with(t, part{"docProps/app.xml", "<a " + strings.Repeat("b", 600_000)}), "over-limits", "a single text"},
		{"many attributes", with(t, part{"docProps/app.xml", "<a" + attributes(101) + "/>"}), "damaged", "too many attributes"},
		{"bomb of 1 GB", swollen(t, "docProps/app.xml", "", strings.Repeat("\x00", 1<<20), 1024, ""), "over-limits", "unpacks to more than 32 MB"},
		{"a part that packs too well", with(t, part{"docProps/app.xml", strings.Repeat(" ", 2<<20)}), "over-limits", "100 times"},
		{"a large part", swollen(t, "xl/media/image1.png", "", noise(64<<10), 33<<4, ""), "over-limits", "unpacks to more than 32 MB"},
		{"zip-slip", with(t, part{"../evil.xml", "<a/>"}), "forbidden-content", "../evil.xml"},
		{"zip-slip inside", with(t, part{"xl/../../evil.xml", "<a/>"}), "forbidden-content", "evil.xml"},
		{"an absolute name", with(t, part{"/etc/passwd", "a"}), "forbidden-content", "/etc/passwd"},
		{"a name of Windows", with(t, part{`xl\evil.xml`, "<a/>"}), "forbidden-content", "evil.xml"},
		{"a symlink", symlink(t), "forbidden-content", "is a link"},
		{"two parts of one name", zipped(t, append(smallest(), part{"XL/Workbook.xml", "<a/>"})), "damaged", "XL/Workbook.xml"},
		{"manyEntries", manyEntries(t, 300), "over-limits", "307 parts"},
		{"200,000 entries", entries(200_000), "over-limits", "200000 parts, want at most 200"},
		{"a cut file", with(t)[:1500], "damaged", "list of parts"},
		{"a changed byte", flipped(t), "damaged", ""},
		{"macros", with(t, part{"xl/vbaProject.bin", "a"}), "forbidden-content", "xl/vbaProject.bin"},
		{"macros by content type", with(t, part{"[Content_Types].xml", `<Types><Override PartName="/xl/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>`}), "forbidden-content", "macros"},
		{"macros by relation", with(t, part{"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="a" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="x"/></Relationships>`}), "forbidden-content", "macros"},
		{"ActiveX", with(t, part{"xl/activeX/activeX1.xml", "<a/>"}), "forbidden-content", "ActiveX"},
		{"embedded files", with(t, part{"xl/embeddings/oleObject1.bin", "a"}), "forbidden-content", "embedded files"},
		{"external links", with(t, part{"xl/externalLinks/externalLink1.xml", "<a/>"}), "forbidden-content", "links to other workbooks"},
		{"connections", with(t, part{"xl/connections.xml", "<a/>"}), "forbidden-content", "connections"},
		{"pivot tables", with(t, part{"xl/pivotCache/pivotCacheDefinition1.xml", "<a/>"}), "forbidden-content", "pivot tables"},
		{"a file elsewhere", with(t, part{"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="a" Type="` + relType + `image" TargetMode="External" Target="http://x.example/"/></Relationships>`}), "forbidden-content", "http://x.example/"},
		{"texts that another reader would miss", with(t, part{"xl/strings.xml", smallest()[4].content}, part{"xl/sharedStrings.xml", "<sst " + mainSpace + "/>"},
			part{"xl/_rels/workbook.xml.rels", strings.Replace(smallest()[3].content, "/xl/sharedStrings.xml", "strings.xml", 1)}), "damaged A A1", "Two programs would read this sheet differently"},
		{"too many tables", with(t, rows(manyTables(51))), "over-limits A", "more than 50 tables"},
		{"no workbook", zipped(t, []part{{"a.txt", "a"}}), "wrong-type", "no workbook"},
		{"a text document", with(t, part{"xl/workbook.xml", `<document/>`}), "wrong-type", "no workbook"},
	} {
		t.Run(test.name, func(t *testing.T) { refused(t, "hostile.xlsx", test.raw, test.want, test.names) })
	}
}

// refused fails unless a file is refused as a whole, with one error. want is its code, sheet and cell.
func refused(t *testing.T, name string, raw []byte, want, names string) {
	t.Helper()
	r, problems := workbook.Read(t.Context(), name, raw, places(t))
	if len(r.Sheets) > 0 || len(r.Edition.Tables) > 0 {
		t.Errorf("figures were read: %+v", r)
	}
	got := summary(problems)
	if len(got) != 1 || got[0] != "error "+want {
		t.Fatalf("problems are %q, want error %s\n%v", got, want, problems)
	}
	if !strings.Contains(problems[0].Text, names) {
		t.Errorf("text is %q, want it to name %q", problems[0].Text, names)
	}
}

func farOut() string {
	var b strings.Builder
	for i := 1; i <= 20000; i++ {
		fmt.Fprintf(&b, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i, i)
	}
	return b.String()
}

// often returns a column of n cells that share a text.
func often(n int) string {
	var b strings.Builder
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d" t="s"><v>7</v></c></row>`, i, i)
	}
	return b.String()
}

// manyTables returns n tables without rows.
func manyTables(n int) string {
	var b strings.Builder
	headings, _, _ := strings.Cut(smallestRows, `<row r="2">`)
	for i := 1; i <= n; i++ {
		b.WriteString(strings.ReplaceAll(headings, `1"`, fmt.Sprintf(`%d"`, i)))
	}
	return b.String()
}

func attributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` a%d=""`, i)
	}
	return b.String()
}

// elements returns n elements with an attribute each.
func elements(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<b c="%x"/>`, i*7919)
	}
	return b.String()
}

// noise returns bytes that pack to about a tenth of their size.
func noise(n int) string {
	source := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(fmt.Sprintf("%016x", source.Uint64()) + strings.Repeat("a", 200))
	}
	return b.String()[:n]
}

func symlink(t *testing.T) []byte {
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	h := &zip.FileHeader{Name: "xl/workbook.xml"}
	h.SetMode(fs.ModeSymlink | 0o777)
	w, err := out.CreateHeader(h)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("/etc/passwd")); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func manyEntries(t *testing.T, n int) []byte {
	parts := smallest()
	for i := range n {
		parts = append(parts, part{fmt.Sprintf("%x", i), ""})
	}
	return zipped(t, parts)
}

// entries returns a list of n entries, as at the end of a ZIP file, without names: with names it would be
// larger than an upload can be.
func entries(n int) []byte {
	entry := "PK\x01\x02" + strings.Repeat("\x00", 42)
	return []byte("PK\x03\x04" + strings.Repeat(entry, n) + "PK\x05\x06" + strings.Repeat("\x00", 18))
}

// flipped returns a workbook whose sheet does not have the checksum that the file states.
func flipped(t *testing.T) []byte {
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, p := range smallest() {
		w, err := out.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return bytes.Replace(b.Bytes(), []byte(`<c r="B2"><v>4</v>`), []byte(`<c r="B2"><v>5</v>`), 1)
}

func TestRead_RefusesOtherFiles(t *testing.T) {
	ole := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 500)
	var encrypted strings.Builder
	for _, c := range "EncryptedPackage" {
		encrypted.WriteString(string(c) + "\x00")
	}
	for _, test := range []struct{ name, content, want, names string }{
		{"empty.xlsx", "", "empty-file", "is empty"},
		{"empty.csv", "", "empty-file", "is empty"},
		{"large.csv", strings.Repeat("a", 10<<20+1), "too-large", "want at most 10 MB"},
		{"old.xls", ole, "wrong-type", "old workbook (.xls)"},
		{"old.xlsx", ole, "wrong-type", "old workbook (.xls)"},
		{"secret.xlsx", ole + encrypted.String(), "password-protected", "Remove the password"},
		{"picture.xlsx", "\x89PNG\r\n\x1a\n", "wrong-type", "a PNG image"},
		{"page.xlsx", "<!DOCTYPE html>", "wrong-type", "a web page"},
		{"table.xlsx", "country,requests\n", "wrong-type", "no workbook"},
		{"book.csv", string(with(t)), "wrong-type", "a workbook or another zip file"},
		{"book.xlsm", string(with(t)), "wrong-type", "macros"},
		{"book.ods", string(with(t)), "wrong-type", "OpenDocument"},
		{"book.pdf", "%PDF-1.4", "wrong-type", `".pdf"`},
		{"book", string(with(t)), "wrong-type", "want .xlsx or .csv"},
	} {
		t.Run(test.name, func(t *testing.T) { refused(t, test.name, []byte(test.content), test.want, test.names) })
	}
}

func TestRead_WritesNoFiles(t *testing.T) {
	dir, old := t.TempDir(), time.Unix(1, 0)
	t.Setenv("TMPDIR", dir)
	if err := os.Chtimes(dir, old, old); err != nil {
		t.Fatal(err)
	}
	// A part of this name and of 17 MB is more than excelize keeps in memory by default.
	read(t, "big.xlsx", swollen(t, "xl/worksheets/sheet9.bin", "", noise(64<<10), 17<<4, ""), "notice no-total A")
	// A file that is written and removed again leaves its trace on the folder.
	if folder, err := os.Stat(dir); err != nil || !folder.ModTime().Equal(old) {
		t.Errorf("a file was written (%v)", err)
	}
}

func TestRead_ReadsTextInEveryForm(t *testing.T) {
	const plain = `<c r="A2" t="s"><v>7</v></c>`
	texts := smallest()[4].content
	for name, raw := range map[string][]byte{
		"in runs":       with(t, part{"xl/sharedStrings.xml", strings.Replace(texts, "<t>France</t>", `<r><rPr><b/><sz val="11"/></rPr><t>Fra</t></r><r><t>nce</t></r><rPh sb="0" eb="1"><t>Spain</t></rPh>`, 1)}),
		"by number":     with(t, part{"xl/sharedStrings.xml", strings.Replace(texts, "France", "_x0046_rance", 1)}),
		"in the cell":   with(t, rows(strings.Replace(smallestRows, plain, `<c r="A2" t="inlineStr"><is><t>France</t></is></c>`, 1))),
		"of a formula":  with(t, rows(strings.Replace(smallestRows, plain, `<c r="A2" t="str"><f>A1</f><v>France</v></c>`, 1))),
		"in a section":  with(t, part{"xl/sharedStrings.xml", strings.Replace(texts, "France", "<![CDATA[Fra]]>nce<!-- a comment -->", 1)}),
		"with a prefix": with(t, part{sheetPart, regexp.MustCompile(`<(/?)([a-z])`).ReplaceAllString(strings.Replace(sheetOf(smallestRows), "xmlns=", "xmlns:x=", 1), "<${1}x:$2")}),
		"with a mark":   with(t, part{sheetPart, "\ufeff" + sheetOf(smallestRows)}),
	} {
		_, problems := workbook.Read(t.Context(), "text.xlsx", raw, places(t))
		want := []string{"notice no-total A"}
		if name == "of a formula" {
			want = append(want, "warning formulas A A2")
		}
		if got := summary(problems); !slices.Equal(got, want) {
			t.Errorf("%s: problems are %v, want %q", name, problems, want)
		}
	}
}

func TestRead_ListsNoMoreProblemsThanAnybodyReads(t *testing.T) {
	var lines strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&lines, "2019-H2,criminal,Country %d,1,1,0,0,0,1\n", i)
	}
	_, problems := workbook.Read(t.Context(), "many.csv", []byte(csvHead+lines.String()), places(t))
	if last := problems[len(problems)-1]; len(problems) != 1001 || last.Code != "more-problems" || !strings.HasPrefix(last.Text, "1000 more problems") {
		t.Errorf("%d problems, the last %v, want 1001 of which the last tells of 1000 more", len(problems), last)
	}
}

// TestRead_StaysSmall reads a file of the kind that takes most memory. It has half the size that the
// limits allow, and must take less than half of 256 MB.
func TestRead_StaysSmall(t *testing.T) {
	var b strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&b, "<dxf><font/><!--%x--></dxf>", i*7919)
	}
	raw := swollen(t, "xl/styles.xml", `<styleSheet `+mainSpace+`><cellXfs><xf/></cellXfs><dxfs>`, b.String(), 31, `</dxfs></styleSheet>`)
	var peak atomic.Uint64
	done := make(chan bool)
	go func() {
		var m runtime.MemStats
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				runtime.ReadMemStats(&m)
				peak.Store(max(peak.Load(), m.HeapInuse))
			}
		}
	}()
	read(t, "large.xlsx", raw, "notice no-total A")
	close(done)
	if mb := peak.Load() >> 20; mb == 0 || mb > 128 {
		t.Errorf("it took %d MB", mb)
	}
}
