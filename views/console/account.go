package console

import (
	"strings"
	"time"
)

// AccountPage shows people their own account.
type AccountPage struct {
	ConsolePage
	Roles    string
	Factors  []FactorRow
	Codes    int
	Sessions []SessionRow
}

// FactorRow is a second factor that can be removed.
type FactorRow struct {
	Name, Text, RemoveURL string
}

// SessionRow is one browser that is signed in.
type SessionRow struct {
	Browser, Address string
	State            string
	Began, Seen      string
	Current          bool   // the session that requests the page
	EndURL           string // of the form that ends it; may be empty
}

func (m AccountPage) others() int { return len(m.Sessions) - 1 }

// Clock formats a time for the console, to the minute.
func Clock(at time.Time) string { return at.UTC().Format("2 January 2006, 15:04 UTC") }

// Browser returns the name and system of a browser from its User-Agent header, or the whole header.
func Browser(agent string) string {
	name := ""
	for _, b := range [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	} {
		if strings.Contains(agent, b[0]) {
			name = b[1]
			break
		}
	}
	if name == "" {
		if agent == "" {
			return "A browser that does not say what it is"
		}
		return agent
	}
	for _, s := range [][2]string{
		{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Mac OS X", "macOS"},
		{"CrOS", "ChromeOS"}, {"Linux", "Linux"},
	} {
		if strings.Contains(agent, s[0]) {
			return name + " on " + s[1]
		}
	}
	return name
}
