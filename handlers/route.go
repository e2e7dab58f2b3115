package handlers

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"lerr/handlers/web"
	"lerr/internal/pagecache"
	"lerr/internal/report"
	"lerr/internal/translog"
	"lerr/internal/urls"
)

// route is a row of the table in routes.go: one resource, with all of its addresses.
type route struct {
	// group is the heading under which documentation lists the addresses.
	group string
	paths []path
	media string // media type, without parameters
	// schema names the JSON Schema of a JSON resource; empty for none.
	schema string

	// One of these three answers.
	page   func(*snapshot, request) (*web.Unbuilt, error)
	file   func(*snapshot, request) (file, error)
	handle echo.HandlerFunc // for what does not depend on the archive

	// data returns the figures of a page, which are answered at its addresses with .csv, .wide.csv
	// and .json. Nil for a resource without.
	data      func(*snapshot, request) (observations, error)
	aboutData string // a line about them for people, where the path's does not fit

	// addresses lists the concrete addresses of pages that an archive has, of the periods alone where
	// they are of a period.
	addresses func(a *report.Archive, periods []report.Period) []string
	// ofLog lists them for what depends on the transparency log.
	ofLog func(*translog.Signed) []string
	// readsLog is of a resource that depends on the transparency log and has an address without one, too.
	readsLog bool

	query      []string // parameters on which the response depends; "*" for any
	catalog    catalog  // where /data lists the resource's files
	described  bool     // its CSV files have a CSV on the Web description
	indexed    bool     // search engines should know it
	first      bool     // built before a release, for the newest period
	ofPeriod   bool     // changes with its period only
	stays      bool     // is there after a withdrawal, too
	noDocument bool     // documentation leaves it out
	absent     bool     // this site does not have it
	framed     bool     // shown in frames of other sites, whose readers need no dictionary of this one
}

// path is the pattern of an address, with its variables in braces, and a line about it for people.
type path struct{ pattern, about string }

// request is a request for one of a route's addresses.
type request struct {
	address  string            // the path that was asked for
	vars     map[string]string // values of the pattern's variables
	query    url.Values
	rawQuery string
	// pack compresses a page before it is kept: the cache would make room for its plain bytes. Nil keeps it as built.
	pack func(*pagecache.Page) error
}

// withQuery returns an address with the request's own query.
func (q request) withQuery(address string) string {
	if q.rawQuery == "" {
		return address
	}
	return address + "?" + q.rawQuery
}

// endpoint is one pattern of a route in one form.
type endpoint struct {
	*route
	path          // the whole pattern
	suffix string // of the form, at the end of the pattern
	form   string // one of dataForms, formMetadata, or empty for the resource itself
	media  string
	match  *regexp.Regexp // of the pattern
}

// dependsOnLog reports whether the route's pages depend on the transparency log.
func (r *route) dependsOnLog() bool { return r.ofLog != nil || r.readsLog }

// formMetadata is the form of a CSV file's CSV on the Web description.
const formMetadata = "metadata"

// dataForms are the forms in which every page with figures has its data.
var dataForms = []struct{ form, about, media string }{
	{"csv", ", one figure a row", mediaCSV}, {"wide.csv", ", one place a row", mediaCSV}, {"json", ", with what the columns mean", mediaJSON},
}

// endpoints returns the patterns of a route, the more special ones first.
func (r *route) endpoints() []endpoint {
	var all []endpoint
	add := func(p path, suffix, about, form, media string) {
		all = append(all, endpoint{
			route: r, path: path{p.pattern + suffix, about}, suffix: suffix, form: form, media: media,
			match: compile(p.pattern + suffix),
		})
	}
	describe := func(p path, suffix string) {
		if r.described {
			add(p, urls.CSVMetadata(suffix), "What the columns of "+p.pattern+suffix+" mean (CSV on the Web)", formMetadata, mediaCSVMetadata)
		}
	}
	for _, p := range r.paths {
		if strings.HasSuffix(p.pattern, ".csv") {
			describe(p, "")
		}
		if r.data != nil {
			for _, f := range dataForms {
				suffix := urls.Data("", f.form)
				if f.media == mediaCSV {
					describe(p, suffix)
				}
				add(p, suffix, cmp.Or(r.aboutData, p.about)+f.about, f.form, f.media)
			}
		}
		add(p, "", p.about, "", r.media)
	}
	return all
}

// variables maps the variables of patterns to what they match. Places are looked up by many
// spellings, so that an address can be redirected to the proper one.
var variables = map[string]string{
	"period": `[0-9]{4}-H[12]`, "revision": `[1-9][0-9]{0,5}`, "schema": `[a-z]+`, "updated": `[0-9]{1,18}`, "hash": `[0-9a-f]{32}`, "place": `[^/]+?`, "country": `[^/]+?`,
	"region": `[^/]+?`, "sort": `[^/]+`, "measure": `[^/]+`, "asset": `[^/]+`,
	"release": releasePattern,
	"level":   `[0-9]|[1-5][0-9]|6[0-3]`, "tile": tilePattern,
}

// tilePattern matches the index of a tile or of an entry bundle and, if that is not full, its width. Unlike other
// variables it has slashes: its route takes the rest of an address.
const tilePattern = `(?:x[0-9]{3}/)*[0-9]{3}(?:\.p/[1-9][0-9]{0,2})?`

// releasePattern matches what urls.CalendarKey returns.
const releasePattern = `[0-9]{4}-H[12](?:-after-r[1-9][0-9]{0,5})?`

var variable = regexp.MustCompile(`\\\{([a-z]+)\\\}`)

func compile(pattern string) *regexp.Regexp {
	return regexp.MustCompile("^" + variable.ReplaceAllStringFunc(regexp.QuoteMeta(pattern), func(v string) string {
		name := strings.Trim(v, `\{}`)
		return "(?P<" + name + ">" + variables[name] + ")"
	}) + "$")
}

// resolve finds the endpoint of an address. ok is false where the table has none.
func (s *Site) resolve(address string) (endpoint, request, bool) {
	for _, e := range s.table {
		m := e.match.FindStringSubmatch(address)
		if m == nil || (e.form == "csv" && strings.HasSuffix(address, ".wide.csv")) {
			continue
		}
		q := request{address: address, vars: map[string]string{}}
		for i, name := range e.match.SubexpNames() {
			if name != "" {
				q.vars[name] = m[i]
			}
		}
		return e, q, true
	}
	return endpoint{}, request{}, false
}

// register adds the table to Echo. Echo's router knows no variables within a part of a path, so that
// several patterns can be one of its own; resolve distinguishes them.
func (s *Site) register(e *echo.Echo) {
	registered := map[string]bool{}
	for _, end := range s.table {
		parts := strings.Split(end.pattern, "/")
		for i, part := range parts {
			switch {
			case part == "{tile}":
				parts[i] = "*"
			case strings.Contains(part, "{"):
				parts[i] = ":" + string(rune('a'+i))
			}
		}
		pattern := strings.Join(parts, "/")
		if registered[pattern] {
			continue
		}
		registered[pattern] = true
		handle := s.serve
		if end.handle != nil {
			handle = end.handle
		}
		e.Match([]string{"GET", "HEAD"}, pattern, handle)
	}
}

// cacheKey returns the key under which the page for a request is kept: its address, with those parameters that have
// few values and change the page. kept is false if it depends on others, which readers can invent without end.
func (e endpoint) cacheKey(q request) (key string, kept bool) {
	key = q.address
	if e.form == "" {
		for _, name := range e.query {
			if name == "*" && len(q.query) > 0 || name != "expand" && q.query.Has(name) {
				return "", false
			}
		}
		if expand := urls.ParseExpand(q.query.Get("expand")); expand != 0 && slices.Contains(e.query, "expand") {
			key += "?expand=" + expand.Value()
		}
	}
	if e.marked(q.query) {
		key += "?bom=1"
	}
	return key, true
}

// marked reports whether a query asks for a CSV file with a byte order mark.
func (e endpoint) marked(query url.Values) bool {
	return e.media == mediaCSV && query.Get("bom") == "1"
}

// addressesOf lists the endpoint's addresses that a snapshot has.
func (e endpoint) addressesOf(snap *snapshot, periods []report.Period) []string {
	var all, list []string
	switch {
	case e.addresses != nil:
		all = e.addresses(snap.archive, periods)
	case e.ofLog != nil && snap.log != nil:
		all = e.ofLog(snap.log)
	}
	for _, address := range all {
		if address += e.suffix; e.match.MatchString(address) {
			list = append(list, address)
		}
	}
	return list
}
