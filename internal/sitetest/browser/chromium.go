package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// chromium is the one browser process of this test process.
var chromium process

// process is a browser that is started on first use and stopped by Main.
type process struct {
	once    sync.Once
	managed bool // Main runs, so that somebody will stop the browser.

	ctx  context.Context // The context whose children are tabs.
	home string          // The browser's home and temporary folder.
	err  error           // Why the browser did not start.
}

// Main runs the tests of a package and then ends the browser and removes its files.
// A package that opens tabs calls it from TestMain: func TestMain(m *testing.M) { browser.Main(m) }.
func Main(m *testing.M) {
	chromium.managed = true
	m.Run()
	if err := chromium.stop(); err != nil {
		fmt.Fprintln(os.Stderr, "browser: stopping Chromium:", err)
		os.Exit(1)
	}
}

// start starts the browser unless it runs already.
func (p *process) start() error {
	p.once.Do(func() {
		if !p.managed {
			p.err = errors.New("the package's TestMain must call browser.Main, or the browser would outlive the tests")
			return
		}
		var program string
		if program, p.err = find(os.Getenv, exec.LookPath); p.err != nil {
			return
		}
		if p.home, p.err = os.MkdirTemp("", "lerr-chromium-"); p.err != nil {
			return
		}
		ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(flags(program, p.home)...))
		tooSlow := time.AfterFunc(time.Minute, cancel)
		p.err = chromedp.Do(ctx)
		tooSlow.Stop()
		p.ctx = ctx
	})
	return p.err
}

// stop ends the browser, if it was started, and removes its home.
func (p *process) stop() error {
	var ended error
	if p.ctx != nil && p.err == nil {
		ctx, cancel := context.WithTimeout(p.ctx, 20*time.Second)
		defer cancel()
		ended = chromedp.Cancel(ctx)
	}
	if p.home == "" {
		return ended
	}
	return errors.Join(ended, os.RemoveAll(p.home))
}

// find returns the path of the browser's program.
func find(getenv func(string) string, lookPath func(string) (string, error)) (string, error) {
	if path := getenv("LERR_CHROMIUM"); path != "" {
		found, err := lookPath(path)
		if err != nil {
			return "", fmt.Errorf("LERR_CHROMIUM: %w", err)
		}
		return found, nil
	}
	// The headless shell is the same engine without the browser around it, and takes half the time.
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := lookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("found no Chromium: run `make setup`, or set LERR_CHROMIUM to the program's path")
}

// flags returns what the browser is started with, on top of chromedp's defaults: a headless browser with a new profile
// in the temporary folder, without sandbox if the user is root. Its home, which gets the downloads, is temporary too.
// The proxy is a closed port, which only addresses of this machine bypass, so that nothing leaves the machine.
// Tabs share two processes: starting one for each takes longer than most tests.
// Pages are not kept for going back, so that Back always loads a page the same way.
func flags(program, home string) []chromedp.ExecAllocatorOption {
	return []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program),
		chromedp.Env("HOME="+home, "TMPDIR="+home, "XDG_CONFIG_HOME="+home, "XDG_CACHE_HOME="+home),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-site-isolation-trials", true),
		chromedp.Flag("renderer-process-limit", "2"),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("disable-features", "Translate,OptimizationHints,MediaRouter,BackForwardCache"),
		chromedp.Flag("proxy-server", "http://127.0.0.1:9"),
		chromedp.Flag("proxy-bypass-list", "localhost;127.0.0.1;[::1]"),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE ::1"),
	}
}
