package pagecache

import (
	"fmt"
	"net/http"
	"sync/atomic"

	"lerr/internal/report"
)

// maxSending bounds the bodies that are being sent, in bytes. Slow clients share the body of a page, which counts
// once however many are sent it; but each other page that one of them asks for stays in memory until it is sent.
// With the cache it fits the memory that the program leaves for serving.
const maxSending = 8 << 20

// sending counts the bodies that this process is sending: memory is the process's.
var sending = budget{limit: maxSending}

// budget bounds the bytes of the bodies that are being sent.
type budget struct {
	limit int64
	bytes atomic.Int64
}

// Crowded reports whether more is being sent than may be. Until that ends, nothing should be built for readers: it
// could not be sent or, in the cache, would take the place of what is sent.
func Crowded() bool { return sending.bytes.Load() > sending.limit }

// begin counts a body, unless somebody is being sent it already. It fails with report.ErrBusy if that is more than
// the limit. Always sent are a body that a cache keeps, since it is in memory anyway, one that is alone, and the pages
// that tell of this and other faults of the server.
func (b *budget) begin(c *content, kept bool, status int) error {
	if c.senders.Add(1) > 1 {
		return nil
	}
	size := int64(len(c.body))
	if sum := b.bytes.Add(size); sum <= b.limit || sum == size || kept || status >= http.StatusInternalServerError {
		return nil
	}
	b.end(c)
	return fmt.Errorf("send page: %w", report.ErrBusy)
}

// end ends what begin has begun.
func (b *budget) end(c *content) {
	if c.senders.Add(-1) == 0 {
		b.bytes.Add(-int64(len(c.body)))
	}
}
