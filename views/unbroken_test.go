package views

import (
	"fmt"
	"testing"

	"lerr/internal/report"
)

func TestMarkPeriods(t *testing.T) {
	const mark = `<span class="unbroken">2019 (Jan-Jun)</span>`
	for html, want := range map[string]string{
		"":                                "",
		"<p>In 2019 (Jan-Jun), none.</p>": "<p>In " + mark + ", none.</p>",
		"2019 (Jan-Jun)":                  mark,
		"<b>2019 (Jan-Jun)2019 (Jan-Jun)": "<b>" + mark + mark,
		`<a title="2019 (Jan-Jun)">x</a>`: `<a title="2019 (Jan-Jun)">x</a>`,
		"<option>2019 (Jan-Jun)</option>": "<option>2019 (Jan-Jun)</option>",
		"<options>2019 (Jan-Jun)":         "<options>" + mark,
		"<svg><svg/><svg><text>2019 (Jan-Jun)</text></svg><text>2019 (Jan-Jun)</text></svg>2019 (Jan-Jun)": "<svg><svg/><svg><text>2019 (Jan-Jun)</text></svg><text>2019 (Jan-Jun)</text></svg>" + mark,
		"<script>2019 (Jan-Jun)</script>2019 (Jan-Jun)":                                                    "<script>2019 (Jan-Jun)</script>" + mark,
		"<p>19 (Jan-Jun), 201x (Jan-Jun), 2019 (Jan-Dec), 2019 (J":                                         "<p>19 (Jan-Jun), 201x (Jan-Jun), 2019 (Jan-Dec), 2019 (J",
	} {
		if got := string(markPeriods([]byte(html))); got != want {
			t.Errorf("%s: got %s, want %s", html, got, want)
		}
	}
	for p := (report.Period{Year: 2013, Half: 1}); p.Year < 2015; p = p.Next() {
		want := fmt.Sprintf(`<span class="unbroken">%s</span>`, p.Label())
		if got := string(markPeriods([]byte(p.Label()))); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
