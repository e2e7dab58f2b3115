package export

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// nginxFile is the file of headers, which nginx's configuration includes.
const nginxFile = "_nginx.conf"

// nginxVariables are the headers that differ between files, and the nginx variables of their values.
var nginxVariables = []struct{ name, header string }{
	{"lerr_cache", "Cache-Control"},
	{"lerr_disposition", "Content-Disposition"},
	{"lerr_robots", "X-Robots-Tag"},
	{"lerr_origin", "Access-Control-Allow-Origin"},
	{"lerr_resource", "Cross-Origin-Resource-Policy"},
	{"lerr_policy", "Content-Security-Policy"},
	{"lerr_speculation", "Speculation-Rules"},
}

// unusual returns the headers that differ from the usual ones.
func (s Site) unusual(header http.Header) map[string]string {
	differ := map[string]string{}
	for _, v := range nginxVariables {
		if value := header.Get(v.header); value != "" && value != s.Usual[v.header] {
			differ[v.header] = value
		}
	}
	return differ
}

// nginx returns the headers of pages as maps for nginx's http block.
func (s Site) nginx(pages []page) []byte {
	var b strings.Builder
	b.WriteString("# Headers by file, for nginx's http block. Written by lerr export.\n")
	b.WriteString("map_hash_max_size 65536;\nmap_hash_bucket_size 256;\n")
	for _, v := range nginxVariables {
		var lines []string
		for _, p := range pages {
			if value := p.Headers[v.header]; value != "" {
				lines = append(lines, fmt.Sprintf("  /%s %s;\n", p.Name, quote(value)))
			}
		}
		slices.Sort(lines)
		fmt.Fprintf(&b, "map $uri $%s {\n  default %s;\n%s}\n", v.name, quote(s.Usual[v.header]), strings.Join(lines, ""))
	}
	b.WriteString(formMaps)
	return []byte(b.String())
}

// formMaps maps the queries of the filter form and the download form to the addresses that they
// lead to, for readers without scripts.
const formMaps = `map "$arg_period/$arg_place" $lerr_asked {
  default "";
  ~^(?<asked_period>\d\d\d\d-H[12])/(global)?$ /$asked_period#figures;
  ~^(?<asked_period>\d\d\d\d-H[12])/(?<asked_place>[a-z-]+)$ /$asked_period/$asked_place#figures;
}
map "$arg_period.$arg_format" $lerr_file {
  default "";
  ~^(?<file>\d\d\d\d-H[12]\.[a-z]+)$ /download/$file;
}
`

// quote returns a text as nginx reads it.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
