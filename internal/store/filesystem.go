package store

// networkFileSystems names file systems by their number in statfs(2). Locks and the shared memory of the
// write-ahead log do not work between the machines that share one: https://www.sqlite.org/wal.html
var networkFileSystems = map[uint32]string{
	0x6969: "NFS", 0x517b: "SMB", 0xff534d42: "CIFS", 0xfe534d42: "SMB2", 0x01021997: "9P", 0x5346414f: "AFS", 0x6b414653: "AFS",
	0x00c36400: "Ceph", 0x0bd00bd3: "Lustre", 0x73757245: "Coda", 0x7461636f: "OCFS2", 0x01161970: "GFS2", 0x65735546: "FUSE, perhaps over a network",
}
