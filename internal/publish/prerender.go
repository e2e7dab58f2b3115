package publish

import (
	"context"
	"sync"

	"lerr/internal/report"
	"lerr/internal/translog"
)

// prerenderer renders the pages of an archive that is about to become public. It holds them and the site does
// not, so that the site holds nothing that is not public.
type prerenderer struct {
	site    Site
	mu      sync.Mutex // nobody waits for a page while holding it
	pending *preparation
}

// preparation is the rendering of an archive, in a goroutine of its own.
type preparation struct {
	fingerprint string
	cancel      context.CancelFunc
	done        chan struct{} // closed when swap is set
	swap        func(*translog.Signed)
}

// prepareLimit bounds the rendering ahead of a release that is held or fails.
const prepareLimit = 2 * prerenderLead

// prepare starts to render the pages of an archive, unless it already has.
func (r *prerenderer) prepare(archive *report.Archive) *preparation {
	r.mu.Lock()
	defer r.mu.Unlock()
	f := archive.Fingerprint()
	if r.pending != nil {
		if r.pending.fingerprint == f {
			return r.pending
		}
		r.pending.cancel()
	}
	ctx, cancel := context.WithTimeout(context.Background(), prepareLimit)
	p := &preparation{fingerprint: f, cancel: cancel, done: make(chan struct{})}
	r.pending = p
	go func() {
		defer cancel()
		p.swap = r.site.Prerender(ctx, archive)
		close(p.done)
	}()
	return p
}

// swap makes the site show an archive and its log, with the pages that were rendered for it so far, if any. A page
// that is still being made delays nothing.
func (r *prerenderer) swap(ctx context.Context, archive *report.Archive, fingerprint string, log *translog.Signed) {
	r.mu.Lock()
	p := r.pending
	r.pending = nil
	r.mu.Unlock()
	if p != nil {
		p.cancel()
	}
	if p != nil && p.fingerprint == fingerprint {
		<-p.done // as the site promises, at once
		p.swap(log)
		return
	}
	limited, cancel := context.WithTimeout(ctx, prerenderBudget)
	defer cancel()
	r.site.Prerender(limited, archive)(log)
}
