package report

// NoCountry is the code of requests that have no country yet. ISO 3166 leaves it to users, and it stands
// for an unknown country elsewhere too. Such requests are in the world's sum and in no region's.
const NoCountry = "ZZ"

// noCountry is the row of such requests, in place of a country.
var noCountry = Country{Code: NoCountry, Name: "No country yet", Spellings: []string{"To Be Determined", "Country to be determined", "Not yet determined"}}

// IsNoCountry reports whether c takes the place of a country for requests that have none yet.
func (c Country) IsNoCountry() bool { return c.Code == NoCountry }

// CountryRows returns the number of rows of countries, without that of requests that have none yet.
func (t Table) CountryRows() int {
	if _, ok := t.Row(NoCountry); ok {
		return len(t.Rows) - 1
	}
	return len(t.Rows)
}

// HasNoCountry reports whether a published edition has requests without a country.
func (a *Archive) HasNoCountry() bool {
	for i := range a.published {
		for _, t := range a.published[i].Edition.Tables {
			if _, ok := t.Row(NoCountry); ok {
				return true
			}
		}
	}
	return false
}
