package dcz

// bitWriter writes bits, the lowest first.
type bitWriter struct {
	out   []byte
	bits  uint64
	count int // bits that are not in out yet; less than 8 between calls
}

// add writes the lowest n bits of a value, at most 32.
func (w *bitWriter) add(value uint32, n int) {
	w.bits |= (uint64(value) & (1<<n - 1)) << w.count
	for w.count += n; w.count >= 8; w.count -= 8 {
		w.out = append(w.out, byte(w.bits))
		w.bits >>= 8
	}
}

// flush fills the last byte with zeros and returns the bytes.
func (w *bitWriter) flush() []byte {
	if w.count > 0 {
		w.out = append(w.out, byte(w.bits))
	}
	w.bits, w.count = 0, 0
	return w.out
}
