package sitetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/pquerna/otp/totp"

	"lerr/internal/staff"
	"lerr/internal/urls"
)

// Password is everybody's password in tests.
const Password = "vexing quartz plumbers jog"

// Person is a person at a browser that stores the console's cookies and sends the headers of same-origin
// forms. Without an account it is an anonymous visitor.
type Person struct {
	c       *Console
	cookies map[string]string
	Agent   string // User-Agent header

	// Of a person with an account:
	Name, Password string
	Secret         string   // of their authenticator app
	Codes          []string // their recovery codes
}

// Nobody returns a person without an account, at a new browser.
func (c *Console) Nobody() *Person {
	return &Person{c: c, cookies: map[string]string{}, Agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"}
}

// SetUp makes the first account, with all roles, through the printed link, with an authenticator app and
// recovery codes. The person is signed in.
func (c *Console) SetUp(name string) *Person {
	c.t.Helper()
	token, _, err := c.Accounts.SetUpLink(context.Background())
	if err != nil {
		c.t.Fatal(err)
	}
	p := c.Nobody()
	p.SignUp(urls.SetUp(token), name, "roles", "editor", "roles", "approver")
	return p
}

// As makes an account with the roles through an invitation, with an authenticator app and recovery codes.
// The person is signed in.
func (c *Console) As(roles ...staff.Role) *Person {
	c.t.Helper()
	token, _, err := c.Accounts.Invite(context.Background(), "kit", staff.RolesOf(roles...))
	if err != nil {
		c.t.Fatal(err)
	}
	c.members++
	name := "member"
	if len(roles) > 0 {
		name = string(roles[0])
	}
	p := c.Nobody()
	p.SignUp(urls.Invitation(token), fmt.Sprintf("%s.%d", name, c.members))
	return p
}

// SignUp makes an account through a link. form are further fields of the link's form.
func (p *Person) SignUp(link, name string, form ...string) {
	p.c.t.Helper()
	p.Name, p.Password = name, Password
	p.must("use the link", p.Post(link, append([]string{"name", name, "password", p.Password}, form...)...), http.StatusSeeOther)
	p.EnrolApp()
}

// EnrolApp sets up an authenticator app, and stores the recovery codes if the page shows them.
func (p *Person) EnrolApp() {
	p.c.t.Helper()
	doc := p.Doc(urls.Enrol)
	uri, _ := doc.Find(`a[href^="otpauth:"]`).Attr("href")
	u, err := url.Parse(uri)
	if err != nil {
		p.c.t.Fatal(err)
	}
	p.Secret = u.Query().Get("secret")
	a := p.Post(urls.EnrolApp, "code", p.Code())
	if a.Status == http.StatusTemporaryRedirect {
		a = p.Post(a.Header.Get("Location"))
		p.must("make recovery codes", a, http.StatusOK)
		p.Codes = a.Doc(p.c.t).Find("#codes code").Map(func(_ int, s *goquery.Selection) string { return Text(s) })
		return
	}
	p.must("set up the app", a, http.StatusSeeOther)
}

// Code returns the next code of the person's authenticator app. It advances the clock by half a minute,
// since each code works once.
func (p *Person) Code() string {
	p.c.t.Helper()
	p.c.Pass(30 * time.Second)
	code, err := totp.GenerateCode(p.Secret, p.c.Now())
	if err != nil {
		p.c.t.Fatal(err)
	}
	return code
}

// SignIn signs the person in, with both factors.
func (p *Person) SignIn() {
	p.c.t.Helper()
	p.must("sign in", p.Post(urls.SignIn, "name", p.Name, "password", p.Password), http.StatusSeeOther)
	p.StepUp()
}

// StepUp enters the second factor again.
func (p *Person) StepUp() {
	p.c.t.Helper()
	p.must("second factor", p.Post(urls.SecondFactor, "code", p.Code()), http.StatusSeeOther)
}

// At returns the same person at another browser, where they are not signed in.
func (p *Person) At(agent string) *Person {
	other := *p
	other.cookies, other.Agent = map[string]string{}, agent
	return &other
}

// Token returns the session token that the browser stores.
func (p *Person) Token() string { return p.cookies["__Host-session"] }

// SetToken stores a session token in the browser, or removes it if token is "".
func (p *Person) SetToken(token string) { p.store(&http.Cookie{Name: "__Host-session", Value: token}) }

// Get requests a page.
func (p *Person) Get(path string) Answer {
	p.c.t.Helper()
	return p.Do(http.MethodGet, path, "")
}

// Doc requests a page, which must exist, and parses it.
func (p *Person) Doc(path string) *goquery.Document {
	p.c.t.Helper()
	a := p.Get(path)
	p.must("GET "+path, a, http.StatusOK)
	return a.Doc(p.c.t)
}

// Post sends a form of fields given as name, value, name, value …
func (p *Person) Post(path string, fields ...string) Answer {
	p.c.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return p.Do(http.MethodPost, path, form.Encode(), "Content-Type", "application/x-www-form-urlencoded")
}

// PostJSON sends a JSON body, as scripts do.
func (p *Person) PostJSON(path, body string) Answer {
	p.c.t.Helper()
	return p.Do(http.MethodPost, path, body, "Content-Type", "application/json")
}

// Upload sends a form with a file in its field "file". Further fields are given as in Post.
func (p *Person) Upload(path, name string, content []byte, fields ...string) Answer {
	p.c.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	var errs []error
	for i := 0; i+1 < len(fields); i += 2 {
		errs = append(errs, w.WriteField(fields[i], fields[i+1]))
	}
	file, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = file.Write(content)
	}
	if err := errors.Join(append(errs, err, w.Close())...); err != nil {
		p.c.t.Fatal(err)
	}
	return p.Do(http.MethodPost, path, body.String(), "Content-Type", w.FormDataContentType())
}

// Do sends a request with headers given as name, value, name, value …, and follows no redirect. An empty
// value removes a header that a browser would send.
func (p *Person) Do(method, path, body string, headers ...string) Answer {
	p.c.t.Helper()
	all := []string{"User-Agent", p.Agent}
	if method != http.MethodGet && method != http.MethodHead {
		all = append(all, "Sec-Fetch-Site", "same-origin")
	}
	// Not by a cookie jar: it sends no Secure cookies over HTTP, as browsers do on localhost.
	var cookies []string
	for name, value := range p.cookies {
		cookies = append(cookies, name+"="+value)
	}
	a := send(p.c.t, method, p.c.URL+path, body, append(append(all, "Cookie", strings.Join(cookies, "; ")), headers...))
	for _, cookie := range (&http.Response{Header: a.Header}).Cookies() {
		p.store(cookie)
	}
	return a
}

func (p *Person) store(cookie *http.Cookie) {
	if cookie.MaxAge < 0 || cookie.Value == "" {
		delete(p.cookies, cookie.Name)
		return
	}
	p.cookies[cookie.Name] = cookie.Value
}

// must ends the test unless a response has the wanted status.
func (p *Person) must(what string, a Answer, want int) {
	p.c.t.Helper()
	if a.Status != want {
		p.c.t.Fatalf("%s, as %q: got %d to %q, want %d\n%s", what, p.Name, a.Status, a.Header.Get("Location"), want, Text(a.Doc(p.c.t).Find("h1, .summary")))
	}
}
