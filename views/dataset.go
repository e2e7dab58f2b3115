package views

import (
	"time"

	"lerr/internal/report"
	"lerr/internal/urls"
)

// Dataset describes a page's figures in the schema.org vocabulary, for dataset search engines. It
// is embedded as a data block, which browsers do not execute.
type Dataset struct {
	Context      string         `json:"@context"`
	Type         string         `json:"@type"`
	Name         string         `json:"name"`
	Description  string         `json:"description"`
	URL          string         `json:"url"`
	License      string         `json:"license"`
	Free         bool           `json:"isAccessibleForFree"`
	Creator      *organization  `json:"creator,omitempty"`
	Publisher    *organization  `json:"publisher,omitempty"`
	Period       string         `json:"temporalCoverage,omitempty"`
	Place        string         `json:"spatialCoverage,omitempty"`
	Version      string         `json:"version,omitempty"`
	Modified     string         `json:"dateModified,omitempty"`
	Citation     string         `json:"citation,omitempty"`
	Measured     []string       `json:"variableMeasured,omitempty"`
	PartOf       string         `json:"isPartOf,omitempty"`
	Distribution []dataDownload `json:"distribution,omitempty"`
}

type organization struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type dataDownload struct {
	Type   string `json:"@type"`
	Format string `json:"encodingFormat"`
	URL    string `json:"contentUrl"`
}

// pageDataset returns a short Dataset of a page. Most of its values are already in the page's head.
func pageDataset(p Page, period, place, version string) *Dataset {
	address := func(path string) string { return urls.Absolute(p.BaseURL, path) }
	return &Dataset{
		Context: "https://schema.org", Type: "Dataset", Name: p.Title, Description: p.Description, URL: p.canonical(),
		License: p.Site.License.Address, Free: true, Period: period, Place: place, Version: version, PartOf: address(urls.DataPage),
		Distribution: []dataDownload{
			{"DataDownload", "text/csv", address(urls.Data(p.Data, "csv"))},
			{"DataDownload", "application/json", address(urls.Data(p.Data, "json"))},
		},
	}
}

// interval returns the time from the first day of one period to the last day of another, in ISO
// 8601.
func interval(first, last report.Period) string {
	return first.First().Format(time.DateOnly) + "/" + last.Last().Format(time.DateOnly)
}

// covered returns the interval of all published periods, or "".
func covered(a *report.Archive) string {
	periods := a.Periods()
	if len(periods) == 0 {
		return ""
	}
	return interval(periods[len(periods)-1], periods[0])
}

// newDataset returns a Dataset of the whole report.
func newDataset(f Frame, a *report.Archive, c Catalog) *Dataset {
	d := &Dataset{
		Context: "https://schema.org", Type: "Dataset", Name: f.Site.Title,
		Description: f.Site.Description + " " + f.Site.Recreation, URL: urls.Absolute(f.BaseURL, urls.DataPage),
		License: f.Site.License.Address, Free: true, Place: "World",
		Creator: &organization{"Organization", f.Site.Organization}, Publisher: &organization{"Organization", f.Site.Publisher},
		Period: covered(a), Modified: a.UpdatedAt().UTC().Format(time.RFC3339),
	}
	columns := report.Columns()
	d.Measured = columns[:]
	for _, file := range []struct{ format, path string }{
		{"text/csv", urls.AllCSV}, {"text/csv", urls.Data(urls.DataPage, "csv")}, {"application/json", urls.Data(urls.DataPage, "json")},
		{"application/zip", urls.Zip}, {"application/vnd.sqlite3", urls.SQLite},
	} {
		if _, ok := c.file(file.path); !ok && file.path == urls.SQLite {
			continue
		}
		d.Distribution = append(d.Distribution, dataDownload{"DataDownload", file.format, urls.Absolute(f.BaseURL, file.path)})
	}
	return d
}
