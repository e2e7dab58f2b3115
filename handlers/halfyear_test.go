package handlers_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lerr/internal/opendata"
	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
	"lerr/internal/store"
	"lerr/internal/urls"
	"lerr/internal/workbook"
)

// nextLines returns a file of 2019-H2, without what the outcomes count: the figures of 2019-H1, of which some are
// moved from one country to the next, so that they are no copy and the totals stay. It replaces lines, each from its
// country's name on.
func nextLines(t *testing.T, a *report.Archive, replaced map[string]string, added ...string) []byte {
	t.Helper()
	r, err := a.Revision(report.Period{Year: 2019, Half: 1})
	if err != nil {
		t.Fatal(err)
	}
	file, err := opendata.CSV(a.Places(), r.Edition)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	var unchanged []int
	found := 0
	for line := range strings.Lines(strings.ReplaceAll(string(file), "2019-H1,", "2019-H2,")) {
		line = strings.TrimSpace(line)
		line = line[:strings.LastIndex(line, ",")]
		fields := strings.Split(line, ",")
		if figures, ok := replaced[fields[1]+" "+fields[2]]; ok {
			line = strings.Join(fields[:5], ",") + "," + figures
			found++
		} else {
			unchanged = append(unchanged, len(lines))
		}
		lines = append(lines, line)
	}
	if found != len(replaced) {
		t.Fatalf("%d of %d lines were replaced", found, len(replaced))
	}
	for pair := range slices.Chunk(unchanged[1:], 2) { // without the heading
		if len(pair) == 2 {
			moveOne(&lines[pair[0]], &lines[pair[1]])
		}
	}
	return []byte(strings.Join(append(lines, added...), "\n"))
}

// moves are changes of a row's figures, in the order of report.Columns, that keep its outcomes' sum right: a request
// more or less, one that was rejected instead of without data, and content instead of other data.
var moves = [][6]int{{1, 1, 0, 1}, {-1, -1, 0, -1}, {0, 0, 0, 0, -1, 1}, {0, 0, 0, 0, 1, -1}, {0, 0, 1, -1}, {0, 0, -1, 1}}

// moveOne makes the first two moves that are possible in a line and its opposite in another of the same section.
func moveOne(to, from *string) {
	a, b := strings.Split(*to, ","), strings.Split(*from, ",")
	for done, rest := 0, moves; a[1] == b[1] && done < 2 && len(rest) > 0; rest = rest[1:] {
		c, d := slices.Clone(a), slices.Clone(b)
		possible := true
		for i, n := range rest[0] {
			for fields, by := range map[*[]string]int{&c: n, &d: -n} {
				figure, _ := strconv.Atoi((*fields)[5+i]) // after the columns of the place
				(*fields)[5+i] = strconv.Itoa(figure + by)
				possible = possible && figure+by >= 0
			}
		}
		if possible {
			a, b = c, d
			done++
			rest = rest[1:] // not its opposite
			if len(rest) == 0 {
				break
			}
		}
	}
	*to, *from = strings.Join(a, ","), strings.Join(b, ",")
}

// publishHalfYear publishes a file on the console and shows it. It accepts all warnings and returns their codes.
func publishHalfYear(t *testing.T, c *sitetest.Console, p publish.DirectPublication) (codes []string) {
	t.Helper()
	p.Actor, p.Note = "ann", "As published."
	_, err := c.Publisher.PublishFile(t.Context(), p)
	var problems report.Problems
	if errors.As(err, &problems) {
		for _, problem := range problems {
			if x, ok := publish.ExplanationFor(problem); ok {
				x.Text = fmt.Sprintf("As published: %d, not %d.", x.Computed, x.Stated)
				p.Explanations = append(p.Explanations, x)
				continue
			}
			if problem.Severity == report.SeverityError {
				t.Fatal(problem)
			}
			codes = append(codes, problem.Code)
		}
		p.Accept = codes
		_, err = c.Publisher.PublishFile(t.Context(), p)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.Step()
	return codes
}

// oddHalfYear has a count that is not given, civil outcomes that count requests, requests without a country,
// and a stated total that differs from its rows.
func oddHalfYear(t *testing.T, c *sitetest.Console) []byte {
	t.Helper()
	a, err := c.Publisher.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return nextLines(t, a,
		map[string]string{
			"criminal NO": "150,,0,108,10,32",
			"civil US":    "98,253,0,20,1,77", "civil BR": "66,84,7,44,7,8", "civil NL": "3,14,0,0,1,2", "civil PT": "1,2,0,0,0,1", "civil GB": "7,8,0,0,0,7",
		},
		"2019-H2,criminal,ZZ,,,12,15,0,9,3,0",
		"2019-H2,emergencies,,To Be Determined,,3,5,0,2,1,0",
		"2019-H2,criminal,,Total,,24187,,1303,,,",
	)
}

func TestHalfYear_WithEveryOddityReadsBackFromPageAndFiles(t *testing.T) {
	c := sitetest.NewConsole(t)
	codes := publishHalfYear(t, c, publish.DirectPublication{Name: "odd.csv", File: oddHalfYear(t, c)})
	for _, want := range []string{publish.CodeNotGiven, "total-differs"} {
		if !slices.Contains(codes, want) {
			t.Errorf("%s was not asked, only %v", want, codes)
		}
	}
	archive, err := c.Publisher.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	revision, err := archive.Revision(report.Period{Year: 2019, Half: 2})
	if err != nil {
		t.Fatal(err)
	}
	sum := revision.Edition.Headline().Sum()
	if before, _ := archive.Revision(report.Period{Year: 2019, Half: 1}); sum.Accounts != before.Edition.Headline().Sum().Accounts-602+15 {
		t.Errorf("the accounts add up to %d", sum.Accounts)
	}

	t.Run("page", func(t *testing.T) {
		for page, wants := range map[string][]string{
			"/2019-H2": {
				"Not given for Norway, and left out of the sum: accounts.",
				"The sum includes 12 requests that have no country yet; no region has them.",
				"Content disclosed: the source states a total of 1,303; its rows add up to 1,301.",
				"The sum includes 3 requests that have no country yet", "No country yet", "Their outcomes count requests, not accounts.",
				"No comparison with 2019 (Jan-Jun): a figure is not given.",
			},
			"/data":                       {"the outcomes count accounts in some half-years and requests in others"},
			"/2019-H2/no":                 {"Not given", "It is not a 0"},
			"/2019-H2/europe":             {"Not given for Norway, and left out of the sum: accounts."},
			"/trends":                     {"The outcomes of 2019 (Jan-Jun) count accounts, not requests."},
			"/2019-H2/countries/accounts": {"Not given by the source: 1 country", "No country yet"},
			urls.Comparison{Places: []string{"no", "se"}, Measure: 1}.Page(): {"Not given"},
		} {
			text := strings.Join(strings.Fields(c.Public.Doc(page).Find("main").Text()), " ")
			text = strings.ReplaceAll(text, " :", ":")
			for _, want := range wants {
				if !strings.Contains(text, want) {
					t.Errorf("%s does not say %q", page, want)
				}
			}
		}
		if got := c.Public.Doc("/2019-H2/no").Find(".headline .measure__value").Text(); got != "150Not given" {
			t.Errorf("Norway's requests and accounts are %q", got)
		}
		if got := c.Public.Get("/2019-H2/zz").Status; got != 404 {
			t.Errorf("requests without a country have a page: %d", got)
		}
	})
	t.Run("files of all half-years", func(t *testing.T) {
		list := c.Public.Get(urls.CountriesCSV).Body
		if !strings.Contains(list, "\nZZ,,No country yet,,,") {
			t.Error("the list of countries lacks the code that files use")
		}
		if all := c.Public.Get("/data.csv"); all.Status != 200 || !strings.Contains(all.Body, ",not_given,") {
			t.Errorf("/data.csv: %d", all.Status)
		}
		file, err := store.Published(t.Context(), archive, sitetest.Shipped(t).Site)
		if err != nil || len(file) == 0 {
			t.Errorf("the database of published figures: %v", err)
		}
	})
	t.Run("CSV", func(t *testing.T) {
		cell := map[string]string{}
		rows := csvRows(t, c.Public.Get("/2019-H2.csv").Body)
		for _, r := range rows {
			cell[strings.Join([]string{r["section"], r["place"], r["measure"]}, " ")] =
				strings.Join([]string{r["value"], r["status"], r["unit"], r["place_type"], r["region"]}, " ")
		}
		for key, want := range map[string]string{
			"criminal no accounts":    " not_given accounts country europe",
			"criminal no requests":    "150 number requests country europe",
			"civil us rejected":       "77 number requests country north-america",
			"criminal zz requests":    "12 number requests no_country ",
			"emergencies zz accounts": "5 number accounts no_country ",
		} {
			if cell[key] != want {
				t.Errorf("%s is %q, want %q", key, cell[key], want)
			}
		}
		for _, r := range csvRows(t, c.Public.Get("/2019-H2.wide.csv").Body) {
			switch r["section"] + " " + r["place"] {
			case "criminal no":
				if r["not_given"] != "accounts" || r["accounts"] != "" || r["outcomes_count"] != "requests" {
					t.Errorf("Norway's row is %v", r)
				}
			case "criminal global":
				if !strings.Contains(r["note"], "states a total of 1,303") || !strings.Contains(r["note"], "left out of the sum") {
					t.Errorf("the world's note is %q", r["note"])
				}
			}
		}
	})
	t.Run("JSON", func(t *testing.T) {
		var d struct {
			Sections []struct {
				Section string
				Unit    string         `json:"outcomes_count"`
				Stated  map[string]int `json:"stated_totals"`
				Remarks []string
				Rows    []struct {
					Code     string `json:"country_code"`
					Accounts *int
					NotGiven []string `json:"not_given"`
				}
			}
		}
		if err := json.Unmarshal([]byte(c.Public.Get("/download/2019-H2.json").Body), &d); err != nil {
			t.Fatal(err)
		}
		units := map[string]string{}
		for _, s := range d.Sections {
			units[s.Section] = s.Unit
			for _, r := range s.Rows {
				if without := r.Code == "NO" && s.Section == "criminal"; (r.Accounts == nil) != without || slices.Equal(r.NotGiven, []string{"accounts"}) != without {
					t.Errorf("%s %s has %v accounts, not given %v", s.Section, r.Code, r.Accounts, r.NotGiven)
				}
			}
		}
		if diff := cmp.Diff(map[string]string{"criminal": "requests", "emergencies": "requests", "civil": "requests"}, units); diff != "" {
			t.Errorf("units (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(map[string]int{"content": 1303}, d.Sections[0].Stated); diff != "" || len(d.Sections[0].Remarks) != 3 {
			t.Errorf("remarks are %q, stated totals (-want +got):\n%s", d.Sections[0].Remarks, diff)
		}
	})
	t.Run("workbook", func(t *testing.T) {
		read, problems := workbook.Read(t.Context(), "own.xlsx", []byte(c.Public.Get("/download/2019-H2.xlsx").Body), archive.Places())
		if errs := problems.Only(report.SeverityError); len(errs) > 0 {
			t.Error(errs)
		}
		if diff := cmp.Diff(revision.Edition.Tables, read.Edition.Tables); diff != "" || read.Edition.Digest() != revision.Digest {
			t.Errorf("tables (-want +got):\n%s", diff)
		}
	})
	t.Run("CSV of the revision", func(t *testing.T) {
		read, problems := workbook.Read(t.Context(), "own.csv", []byte(c.Public.Get("/download/2019-H2.csv").Body), archive.Places())
		if len(problems) > 0 {
			t.Error(problems)
		}
		for i, want := range revision.Edition.Tables {
			got := read.Edition.Tables[i]
			if got.CountUnit() != want.CountUnit() || got.Sum() != want.Sum() || len(got.Rows) != len(want.Rows) {
				t.Errorf("%s is of %s, %+v, want %s, %+v", want.Section, got.CountUnit(), got.Sum(), want.CountUnit(), want.Sum())
			}
		}
	})
}

// csvRows returns the rows of a CSV file by the names of its columns.
func csvRows(t *testing.T, text string) (rows []map[string]string) {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func TestHalfYear_OfACountryThatIsRenamedKeepsItsNameBefore(t *testing.T) {
	c := sitetest.NewConsole(t)
	a, err := c.Publisher.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file := strings.ReplaceAll(string(nextLines(t, a, nil)), ",Turkey,", ",Türkiye,")
	publishHalfYear(t, c, publish.DirectPublication{
		Name: "renamed.csv", File: []byte(file), Units: map[report.Section]report.Unit{report.Civil: report.UnitAccounts}, Names: map[string]string{"TR": "Türkiye"},
	})
	for page, want := range map[string]string{"/2019-H2/tr": "Türkiye", "/countries/tr": "Türkiye", "/2019-H1/tr": "Turkey", "/2018-H2/tr": "Turkey"} {
		if got := c.Public.Doc(page).Find("h1").Text(); !strings.Contains(got, want) {
			t.Errorf("%s is headed %q, want %s", page, got, want)
		}
	}
	for file, want := range map[string]string{
		"/download/2019-H2.csv": "2019-H2,criminal,TR,Türkiye,", "/download/2019-H1.csv": "2019-H1,criminal,TR,Turkey,",
		"/download/2019-H2.json": `"country": "Türkiye"`, "/download/2019-H1.json": `"country": "Turkey"`,
		"/2019-H2.wide.csv": ",tr,Türkiye,TR,", "/2019-H1.wide.csv": ",tr,Turkey,TR,",
	} {
		if !strings.Contains(c.Public.Get(file).Body, want) {
			t.Errorf("%s does not hold %q", file, want)
		}
	}
	for _, r := range csvRows(t, c.Public.Get("/countries/tr.wide.csv").Body) {
		if want := map[bool]string{true: "Türkiye", false: "Turkey"}[r["period"] == "2019-H2"]; r["name"] != want || r["country_code"] != "TR" {
			t.Errorf("%s is of %s (%s), want %s", r["period"], r["name"], r["country_code"], want)
		}
	}
	archive, err := c.Publisher.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	read, problems := workbook.Read(t.Context(), "own.xlsx", []byte(c.Public.Get("/download/2019-H2.xlsx").Body), archive.Places())
	if row, ok := read.Edition.Headline().Row("TR"); !ok || row.Counts.Requests == 0 || len(problems.Only(report.SeverityError)) > 0 {
		t.Errorf("the workbook reads back without Türkiye: %v", problems)
	}
	if i := slices.IndexFunc(read.Sheets[0].Rows, func(r workbook.ReadRow) bool { return r.Country == "TR" }); read.Sheets[0].Rows[i].Name != "Türkiye" {
		t.Errorf("the workbook calls it %s", read.Sheets[0].Rows[i].Name)
	}
	if place, err := archive.Places().Find("Turkey"); err != nil || place.Name() != "Türkiye" {
		t.Errorf("Turkey finds %s, %v", place.Name(), err)
	}
}

// No sentence, share, rank or picture takes what is not given for a 0.
func TestHalfYear_WithGapsSaysNothingWrong(t *testing.T) {
	c := sitetest.NewConsole(t)
	a, err := c.Publisher.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file := nextLines(t, a, map[string]string{"criminal NO": "150,602,,108,10,32", "criminal GR": ",37,0,16,7,35"})
	publishHalfYear(t, c, publish.DirectPublication{Name: "gaps.csv", File: file, Units: map[report.Section]report.Unit{report.Civil: report.UnitAccounts}})
	content := func(places ...string) string { return urls.Comparison{Places: places, Measure: 2}.Page() }
	for page, wrong := range map[string][]string{
		content("no"): {"Content was disclosed in none", "none of the requests"},
		urls.Comparison{Places: []string{"gr", "no"}}.Page(): {"Greece made", "no requests", "Greece none", "Both", "All "},
		"/2019-H2":                        {"No content was disclosed", "Content was disclosed to law enforcement", "%, after", "are the most", "are the fewest"},
		"/2019-H2/no":                     {"No content was disclosed", "0 requests"},
		"/2019-H2/gr":                     {"0 requests", "No law enforcement", "is 5", "place among", "of the world’s requests", "fewest"},
		"/2019-H2/europe":                 {"of the world’s requests"},
		"/2019-H2/countries/content":      {"No content was disclosed"},
		"/2019-H2/countries/content-rate": {"Content was disclosed in"},
		"/map/2019-H2":                    {"Greece: 0", "Greece: no row"},
		"/embed/2019-H2/gr":               {">0<"},
	} {
		doc := c.Public.Doc(page)
		doc.Find(".counts, .supplementary, .faqs, .over-time, table, option, .strip").Remove()
		text := strings.Join(strings.Fields(doc.Find("main").Text()), " ")
		for _, words := range wrong {
			if strings.Contains(text, words) {
				i := strings.Index(text, words)
				t.Errorf("%s says %q: …%s…", page, words, text[max(0, i-60):min(len(text), i+80)])
			}
		}
	}
	for page, sign := range map[string]string{
		content("no"): "Not given", "/2019-H2/gr": "Not given", "/2019-H2/countries/content": "Not given by the source: 1 country", "/map/2019-H2": "Greece Not given", "/embed/2019-H2/gr": "Not given",
	} {
		if text := strings.Join(strings.Fields(c.Public.Doc(page).Find("main").Text()), " "); !strings.Contains(text, sign) {
			t.Errorf("%s does not say %q", page, sign)
		}
	}
}
