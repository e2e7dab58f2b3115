package publish_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"lerr/internal/publish"
	"lerr/internal/report"
	"lerr/internal/sitetest"
)

// unclear is a file of 2019-H2 whose civil outcomes can count requests as well as accounts.
const unclear = "period,section,country,requests,accounts,content,non_content,no_data,rejected\n" +
	"2019-H2,criminal,France,20,20,0,20,0,0\n2019-H2,civil,France,2,2,0,2,0,0\n"

func TestUnit_IsAskedWhereNothingSaysIt(t *testing.T) {
	o := newOffice(t)
	asked := func(d publish.Draft) bool {
		archive, err := o.Archive(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(publish.ExamineFile(d, archive), func(p report.Problem) bool {
			return p.Code == publish.CodeUnit && p.Severity == report.SeverityError && p.Section == report.Civil
		})
	}
	d := o.must(o.Upload(t.Context(), "ann", "unclear.csv", []byte(unclear), report.Period{Year: 2019, Half: 2}))
	if !asked(d) {
		t.Error("it is not asked what the outcomes count")
	}
	before := d.ContentDigest()
	d = o.must(o.SetUnit(t.Context(), sitetest.By("ann", d), report.Civil, report.UnitRequests))
	if table, _ := d.Edition.Table(report.Civil); table.Unit != report.UnitRequests || d.ContentDigest() == before || asked(d) {
		t.Errorf("after it was stated, the table is %+v", table)
	}
	if got, err := o.Draft(t.Context(), d.ID); err != nil || got.Edition.Digest() != d.Edition.Digest() {
		t.Errorf("the unit is not stored, %v", err)
	}
	for section, unit := range map[report.Section]report.Unit{report.Criminal: report.UnitAccounts, report.Civil: "people", report.Skype: report.UnitRequests} {
		if _, err := o.SetUnit(t.Context(), sitetest.By("ann", d), section, unit); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%s %s: got %v, want ErrInvalid", section, unit, err)
		}
	}
}

// A file that is refused as a whole has that one reason, and makes no draft.
func TestUpload_OfARefusedFileMakesNoDraft(t *testing.T) {
	o := newOffice(t)
	file := []byte("\x89PNG\r\n\x1a\n no workbook")
	p := report.Period{Year: 2019, Half: 2}
	if _, err := o.Upload(t.Context(), "ann", "photo.xlsx", file, p); !errors.Is(err, report.ErrInvalid) || !strings.Contains(err.Error(), "PNG") {
		t.Errorf("got %v", err)
	}
	if drafts, err := o.Drafts(t.Context()); err != nil || len(drafts) > 0 {
		t.Errorf("%d drafts were made, %v", len(drafts), err)
	}
	_, err := o.PublishFile(t.Context(), publish.DirectPublication{Actor: "ann", Name: "photo.xlsx", File: file})
	var problems report.Problems
	if !errors.As(err, &problems) || len(problems) != 1 {
		t.Errorf("published directly, it has %v", err)
	}
	archive, err := o.Archive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	checked := publish.CheckFile(t.Context(), archive.Places(), nil, "photo.xlsx", file)
	if len(checked.Findings) != 1 || strings.Contains(checked.Findings.Error(), "0000") {
		t.Errorf("checked, it has %v", checked.Findings)
	}
}

func TestName_IsOfTheEditionAndOfLaterOnes(t *testing.T) {
	o := newOffice(t)
	d := o.must(o.Upload(t.Context(), "ann", "next.csv", []byte(unclear), report.Period{Year: 2019, Half: 2}))
	d = o.must(o.SetName(t.Context(), sitetest.By("ann", d), "TR", "Türkiye"))
	if !slices.Equal(d.Edition.Names, []report.CountryName{{Country: "TR", Name: "Türkiye"}}) {
		t.Errorf("names are %v", d.Edition.Names)
	}
	for code, name := range map[string]string{"TR": "France", "FR": "Europe", "QQ": "Nowhere", "ZZ": "Zedland"} {
		if _, err := o.SetName(t.Context(), sitetest.By("ann", d), code, name); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%s as %s: got %v, want ErrInvalid", code, name, err)
		}
	}
	d = o.must(o.SetName(t.Context(), sitetest.By("ann", d), "TR", ""))
	if len(d.Edition.Names) > 0 {
		t.Errorf("names are %v after the list's name was chosen", d.Edition.Names)
	}
}

// A draft names the countries as it changes them: it knows those that it adds, forgets the name of one that it
// no longer adds, and gives no name to two.
func TestName_KnowsTheDraftsOwnPlaces(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	d := o.must(o.SetCountry(ctx, sitetest.By("ann", o.correction(t)), laos))
	d = o.must(o.SetName(ctx, sitetest.By("ann", d), "LA", "Lao PDR"))
	d = o.must(o.SetName(ctx, sitetest.By("ann", d), "TR", "Anadolu"))
	refuse := func(what string, change func() (publish.Draft, error)) {
		t.Helper()
		if _, err := change(); !errors.Is(err, report.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", what, err)
		}
	}
	refuse("a name of two", func() (publish.Draft, error) { return o.SetName(ctx, sitetest.By("ann", d), "FR", "Anadolu") })
	refuse("the name of one that it adds", func() (publish.Draft, error) { return o.SetName(ctx, sitetest.By("ann", d), "FR", "Laos") })
	refuse("a spelling that is a name", func() (publish.Draft, error) { return o.AddSpelling(ctx, sitetest.By("ann", d), "FR", "Anadolu") })
	released := d
	d = o.must(o.ForgetPlace(ctx, sitetest.By("ann", d), "LA"))
	if !slices.Equal(d.Edition.Names, []report.CountryName{{Country: "TR", Name: "Anadolu"}}) {
		t.Errorf("names are %v without the country", d.Edition.Names)
	}
	d = o.must(o.SetCountry(ctx, sitetest.By("ann", d), laos))
	d = o.must(o.SetName(ctx, sitetest.By("ann", d), "LA", "Lao PDR"))
	d = o.must(o.RemovePlace(ctx, sitetest.By("ann", d), "LA", ""))
	if len(d.Edition.Names) != 1 {
		t.Errorf("names are %v without the country", d.Edition.Names)
	}
	d = o.must(o.SetCountry(ctx, sitetest.By("ann", d), laos))
	d = o.must(o.SetName(ctx, sitetest.By("ann", d), "LA", "Lao PDR"))
	if r, err := o.release(d); err != nil || !slices.Equal(r.Edition.Names, released.Edition.Names) {
		t.Errorf("published with the names %v, %v", r.Edition.Names, err)
	}
	if c, _ := o.archive().PlacesIn(corrected).Country("LA"); c.Name != "Lao PDR" {
		t.Errorf("it is called %q", c.Name)
	}
}
