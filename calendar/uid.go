package calendar

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strings"
)

// exchangeID begins every Global Object ID of Exchange, in hex.
const exchangeID = "040000008200E00074C5B7101A82E008"

// NormalizeUID takes a UID to what we wrote into the invitation: trimmed, and
// without the wrap that Exchange puts around foreign UIDs. Compare UIDs after
// it, exactly: case counts.
func NormalizeUID(uid string) string {
	uid = cleanLine(uid)
	if inner, ok := unwrapExchange(uid); ok {
		return inner
	}
	return uid
}

// unwrapExchange opens a Global Object ID ([MS-OXOCAL] 2.2.1.27): 16 bytes of
// class, 4 of the occurrence's date, 8 of creation time, 8 reserved, 4 of
// length (little endian), then the data: for a UID from elsewhere "vCal-Uid",
// a 1 in four bytes, the UID and a NUL.
func unwrapExchange(uid string) (string, bool) {
	if len(uid) < len(exchangeID) || !strings.EqualFold(uid[:len(exchangeID)], exchangeID) {
		return "", false
	}
	blob, err := hex.DecodeString(uid)
	const head = 16 + 4 + 8 + 8 + 4
	if err != nil || len(blob) < head {
		return "", false
	}
	data := blob[head:]
	if n := binary.LittleEndian.Uint32(blob[head-4:]); uint64(n) < uint64(len(data)) {
		data = data[:n]
	}
	data, ok := bytes.CutPrefix(data, []byte("vCal-Uid\x01\x00\x00\x00"))
	if !ok {
		return "", false
	}
	data, _, _ = bytes.Cut(data, []byte{0})
	inner := cleanLine(string(data))
	return inner, inner != ""
}
