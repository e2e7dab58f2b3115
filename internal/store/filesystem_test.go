package store

import "testing"

func TestNetworkFileSystem_NamesNoLocalOne(t *testing.T) {
	if name := NetworkFileSystem("/proc"); name != "" {
		t.Errorf("/proc: got %q, want none", name)
	}
	if networkFileSystems[0x6969] != "NFS" || networkFileSystems[0xff534d42] != "CIFS" {
		t.Error("NFS and CIFS have no names")
	}
}
