package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"lerr/handlers/web"
	"lerr/internal/export"
	"lerr/internal/pagecache"
)

// notFoundAddress is where static hosts look for the page for addresses that there are none of.
const notFoundAddress = "/404.html"

// Tree is the whole site as files: every address, the page for those that there are none of, and the
// headers for nginx. Nothing that is not shown can be in it.
func (s *Public) Tree() export.Tree {
	now := s.shown.Load()
	heads := &headsByFile{lines: map[string][]string{}}
	return export.Tree{
		Addresses: append(s.Addresses(now.archive), notFoundAddress),
		Page: func(address string) (page *pagecache.Page, err error) {
			if address == notFoundAddress {
				page, err = web.ErrorPage(s.frame, http.StatusNotFound)
			} else {
				page, err = s.page(now, address)
			}
			if err == nil {
				heads.add(export.Name(address, page.Head().Type), page.Header(""))
			}
			return page, err
		},
		Extra: func() map[string][]byte { return map[string][]byte{"_nginx.conf": heads.nginx()} },
	}
}

// variables are what nginx calls the headers that are not the same for every file, with what most
// files have.
var variables = []struct{ name, header, usual string }{
	{"lerr_cache", "Cache-Control", web.CachePage},
	{"lerr_disposition", "Content-Disposition", ""},
	{"lerr_robots", "X-Robots-Tag", ""},
	{"lerr_origin", "Access-Control-Allow-Origin", ""},
	{"lerr_resource", "Cross-Origin-Resource-Policy", "same-origin"},
	{"lerr_policy", "Content-Security-Policy", web.Policy},
	{"lerr_speculation", "Speculation-Rules", ""},
}

// headsByFile collects what files are sent with.
type headsByFile struct {
	mu    sync.Mutex
	lines map[string][]string // of each variable
}

func (h *headsByFile) add(file string, header http.Header) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, v := range variables {
		if value := header.Get(v.header); value != "" && value != v.usual {
			h.lines[v.name] = append(h.lines[v.name], fmt.Sprintf("  /%s %s;\n", file, quoted(value)))
		}
	}
}

// nginx is what was collected as maps, for nginx's http block.
func (h *headsByFile) nginx() []byte {
	var b strings.Builder
	b.WriteString("# Headers by file, for nginx's http block. Written by lerr export.\n")
	b.WriteString("map_hash_max_size 65536;\nmap_hash_bucket_size 256;\n")
	for _, v := range variables {
		slices.Sort(h.lines[v.name])
		fmt.Fprintf(&b, "map $uri $%s {\n  default %s;\n%s}\n", v.name, quoted(v.usual), strings.Join(h.lines[v.name], ""))
	}
	b.WriteString(forms)
	return []byte(b.String())
}

// forms are the addresses that the two forms of a page lead to, for readers without scripts: the
// filter's and the download's.
const forms = `map "$arg_period/$arg_place" $lerr_asked {
  default "";
  ~^(?<asked_period>\d\d\d\d-H[12])/(global)?$ /$asked_period;
  ~^(?<asked_period>\d\d\d\d-H[12])/(?<asked_place>[a-z-]+)$ /$asked_period/$asked_place;
}
map "$arg_period.$arg_format" $lerr_file {
  default "";
  ~^(?<file>\d\d\d\d-H[12]\.[a-z]+)$ /download/$file;
}
`

// quoted is a text as nginx reads it.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
