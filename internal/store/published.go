package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"lerr/internal/report"
)

//go:embed published.sql
var publishedSchema string

// guide describes each table and view of the published figures.
var guide = [][2]string{
	{"about", "What these figures are, whose, and under what licence"},
	{"counts", "The published figures: a row for each period, section and country that made a request"},
	{"countries", "Countries and territories, with their codes and region"},
	{"country_status", "View: whether each country has a row in each section of each period, or why not"},
	{"figures", "View: counts with names"},
	{"global_totals", "View: sums over all countries"},
	{"guide", "This list"},
	{"headline", "View: the report's headline figures by period"},
	{"notes", "Public notes on half-years and sections"},
	{"other_figures", "Single figures that periods report beside their tables"},
	{"periods", "Half-years that are or were public"},
	{"region_totals", "View: sums by region"},
	{"regions", "The report's own regions"},
	{"reported", "Which sections each period reports"},
	{"revisions", "What was published when, with digests"},
	{"sections", "Kinds of legal demand"},
	{"stated_totals", "Totals that the source states and that differ from the sums of its rows"},
	{"statuses", "What a figure can be, or why there is none"},
	{"superseded_counts", "Figures that a correction has replaced"},
}

// Published returns the figures of an archive as a SQLite file, for tools such as Datasette and the
// sqlite3 shell. It reads only the archive, never the program's database, so the file cannot contain
// figures that are not public. Equal archives give equal bytes.
func Published(ctx context.Context, a *report.Archive, site report.Site) ([]byte, error) {
	if err := lockByDescription(); err != nil { // it also configures how connections read their settings
		return nil, err
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, fmt.Errorf("published figures: %w", err)
	}
	db.SetMaxOpenConns(1)
	file, err := writePublished(ctx, db, a, site)
	if err := errors.Join(err, db.Close()); err != nil {
		return nil, fmt.Errorf("published figures: %w", err)
	}
	return file, nil
}

func writePublished(ctx context.Context, db *sql.DB, a *report.Archive, site report.Site) ([]byte, error) {
	conn, err := db.Conn(ctx) // each connection to :memory: is a database of its own
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, publishedSchema); err != nil {
		return nil, err
	}
	err = transact(ctx, conn, nil, func(tx *transaction) {
		tx.publishSite(site, a)
		tx.publishPlaces(a)
		tx.publishHistory(a)
	})
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, "ANALYZE; VACUUM"); err != nil {
		return nil, err
	}
	var file []byte
	err = conn.Raw(func(driver any) error {
		serializer, ok := driver.(interface{ Serialize() ([]byte, error) })
		if !ok {
			return fmt.Errorf("the driver %T cannot serialize", driver)
		}
		var err error
		file, err = serializer.Serialize()
		return err
	})
	return file, err
}

func (tx *transaction) publishSite(site report.Site, a *report.Archive) {
	for _, row := range [][2]string{
		{"title", site.Title}, {"organization", site.Organization}, {"publisher", site.Publisher}, {"recreation", site.Recreation},
		{"description", site.Description}, {"source", site.Source}, {"contact", site.Contact}, {"license", site.License.Name},
		{"license_short", site.License.Short}, {"license_address", site.License.Address}, {"updated_at", timeText(a.UpdatedAt())},
	} {
		if row[1] != "" {
			tx.exec(`INSERT INTO about (name, value) VALUES ($1, $2)`, row[0], row[1])
		}
	}
	if a.Span() != "" {
		tx.exec(`INSERT INTO about (name, value) VALUES ($1, $2)`, "citation", site.Cite(a.Citation("", "")))
	}
	for _, row := range guide {
		tx.exec(`INSERT INTO guide (name, meaning) VALUES ($1, $2)`, row[0], row[1])
	}
	for _, s := range report.Statuses() {
		tx.exec(`INSERT INTO statuses (status, sign, meaning) VALUES ($1, $2, $3)`, string(s), s.Sign(), s.Meaning())
	}
	for i, s := range report.Sections() {
		tx.exec(`INSERT INTO sections (section, name, is_headline, outcomes_count, position) VALUES ($1, $2, $3, $4, $5)`,
			string(s), s.Name(), s.IsHeadline(), string(s.UsualUnit()), i)
	}
}

func (tx *transaction) publishPlaces(a *report.Archive) {
	places := a.Places()
	for i, r := range places.Regions() {
		tx.exec(`INSERT INTO regions (region, name, position) VALUES ($1, $2, $3)`, r.Slug, r.Name, i)
	}
	for _, c := range places.Countries() {
		tx.exec(`INSERT INTO countries (country_code, alpha3, name, region) VALUES ($1, $2, $3, $4)`, c.Code, nullable(c.Alpha3()), c.Name, c.Region)
	}
	if c, _ := places.Country(report.NoCountry); a.HasNoCountry() {
		tx.exec(`INSERT INTO countries (country_code, name) VALUES ($1, $2)`, c.Code, c.Name)
	}
}

func (tx *transaction) publishHistory(a *report.Archive) {
	seen := map[report.Period]bool{}
	for _, r := range a.History() {
		period := r.Edition.Period
		if !seen[period] { // the last revision comes first
			seen[period] = true
			status := "published"
			if _, gone := a.Withdrawn(period); gone {
				status = "withdrawn"
			}
			tx.exec(`INSERT INTO periods (period, label, first_day, last_day, status) VALUES ($1, $2, $3, $4, $5)`,
				period.String(), period.Label(), period.First().Format(time.DateOnly), period.Last().Format(time.DateOnly), status)
		}
		tx.exec(`INSERT INTO revisions (period, revision, state, published_at, withdrawn_at, note, notice, digest, again, direct)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, period.String(), r.Number, string(r.State), timeText(r.PublishedAt),
			nullable(timeText(r.WithdrawnAt)), nullable(r.Note), nullable(r.WithdrawalNotice), nullable(r.Digest), r.Again, r.Direct)
		switch r.State {
		case report.Published:
			tx.publishEdition(r.Edition)
		case report.Superseded:
			tx.publishSuperseded(r)
		}
	}
}

func (tx *transaction) publishEdition(e report.Edition) {
	period := e.Period.String()
	if e.Note != "" {
		tx.exec(`INSERT INTO notes (period, section, note) VALUES ($1, $2, $3)`, period, nil, e.Note)
	}
	for _, t := range e.Tables {
		tx.exec(`INSERT INTO reported (period, section, outcomes_count) VALUES ($1, $2, $3)`, period, string(t.Section), string(t.CountUnit()))
		if t.Stated != (report.Counts{}) {
			tx.exec(`INSERT INTO stated_totals (period, section, requests, accounts, content, non_content, no_data, rejected)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, append([]any{period, string(t.Section)}, optionalCounts(t.Stated)...)...)
		}
		if t.Note != "" {
			tx.exec(`INSERT INTO notes (period, section, note) VALUES ($1, $2, $3)`, period, string(t.Section), t.Note)
		}
		for _, r := range t.Rows {
			args := append([]any{period, string(t.Section), r.Country}, optionalCounts(r.Counts)...)
			tx.exec(`INSERT INTO counts (period, section, country_code, requests, accounts, content, non_content, no_data, rejected, note)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, append(args, nullable(r.Note))...)
		}
	}
	for _, f := range e.Figures {
		tx.exec(`INSERT INTO other_figures (period, name, value, meaning) VALUES ($1, $2, $3, $4)`, period, f.Name, f.Value, report.SingleFigureMeaning(f.Name))
	}
}

func (tx *transaction) publishSuperseded(r report.Revision) {
	for _, t := range r.Edition.Tables {
		for _, row := range t.Rows {
			args := append([]any{r.Edition.Period.String(), r.Number, string(t.Section), row.Country}, optionalCounts(row.Counts)...)
			tx.exec(`INSERT INTO superseded_counts (period, revision, section, country_code, requests, accounts, content, non_content, no_data, rejected, note)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, append(args, nullable(row.Note))...)
		}
	}
}

// timeText formats a time as SQLite's own functions read it; the zero time is "".
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}
