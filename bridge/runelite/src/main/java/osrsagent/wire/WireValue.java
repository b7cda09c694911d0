package osrsagent.wire;

/** A value that can be written as msgpack. */
interface WireValue
{
	void write(MsgpackWriter writer);
}
