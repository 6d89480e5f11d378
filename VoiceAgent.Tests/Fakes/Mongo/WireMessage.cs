using System.Buffers.Binary;
using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>
/// A message of MongoDB's wire protocol. Header: length, request id, id it answers, operation code, each a little-endian 32-bit integer.
/// OP_MSG (2013): flag bits, then sections: kind 0 is the command, kind 1 a named sequence of documents that belongs to it as an array.
/// OP_QUERY (2004), which only the first greeting uses: flags, collection name, two numbers, the command; answered by OP_REPLY (1).
/// </summary>
internal sealed record WireMessage(int RequestId, int OpCode, BsonDocument Command)
{
    public const int OpReply = 1;
    public const int OpQuery = 2004;
    public const int OpMsg = 2013;

    private const int HeaderLength = 16;
    private const int LargestMessage = 48_000_000;
    private const uint MoreToCome = 2;
    private const uint KnownFlags = 0x10000;

    /// <summary>Null when the other side has closed the connection.</summary>
    public static async Task<WireMessage?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        if (await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken) < HeaderLength)
        {
            return null;
        }

        var length = Int32(header, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LargestMessage);
        var body = new byte[length - HeaderLength];
        await stream.ReadExactlyAsync(body, cancellationToken);
        var opCode = Int32(header, 12);
        var command = opCode switch
        {
            OpMsg => ReadSections(body),
            OpQuery => ReadQuery(body),
            _ => throw new InvalidDataException($"Operation code {opCode} is not known."),
        };
        return new WireMessage(Int32(header, 4), opCode, command);
    }

    public byte[] Answer(BsonDocument reply, int requestId)
    {
        var document = reply.ToBson();
        using var message = new MemoryStream();
        using var writer = new BinaryWriter(message);
        writer.Write(0);
        writer.Write(requestId);
        writer.Write(RequestId);
        writer.Write(OpCode == OpQuery ? OpReply : OpMsg);
        if (OpCode == OpQuery)
        {
            // Flags (await capable), cursor, starting position, number of documents.
            writer.Write(8);
            writer.Write(0L);
            writer.Write(0);
            writer.Write(1);
        }
        else
        {
            // Flags, kind of the section.
            writer.Write(0);
            writer.Write((byte)0);
        }

        writer.Write(document);
        writer.Flush();
        var bytes = message.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length);
        return bytes;
    }

    private static BsonDocument ReadSections(byte[] body)
    {
        var flags = (uint)Int32(body, 0);
        if ((flags & ~KnownFlags) != 0)
        {
            throw new InvalidDataException((flags & MoreToCome) != 0 ? "A write without an answer is not acknowledged." : $"Flags {flags:x} are not known.");
        }

        BsonDocument? command = null;
        var sequences = new List<(string Name, BsonArray Items)>();
        for (var position = sizeof(int); position < body.Length;)
        {
            var kind = body[position++];
            var length = Int32(body, position);
            switch (kind)
            {
                case 0:
                    command = Document(body, position);
                    break;
                case 1:
                    sequences.Add(ReadSequence(body, position, length));
                    break;
                default:
                    throw new InvalidDataException($"A section of kind {kind} is not known.");
            }

            position += length;
        }

        command = command ?? throw new InvalidDataException("A message without a command.");
        sequences.ForEach(sequence => command.Add(sequence.Name, sequence.Items));
        return command;
    }

    private static (string Name, BsonArray Items) ReadSequence(byte[] body, int start, int length)
    {
        var nameStart = start + sizeof(int);
        var nameEnd = Array.IndexOf(body, (byte)0, nameStart);
        var items = new BsonArray();
        for (var position = nameEnd + 1; position < start + length; position += Int32(body, position))
        {
            items.Add(Document(body, position));
        }

        return (Encoding.UTF8.GetString(body, nameStart, nameEnd - nameStart), items);
    }

    private static BsonDocument ReadQuery(byte[] body)
    {
        var nameEnd = Array.IndexOf(body, (byte)0, sizeof(int));
        var command = Document(body, nameEnd + 1 + (2 * sizeof(int)));
        return command.Add("$db", Encoding.UTF8.GetString(body, sizeof(int), nameEnd - sizeof(int)).Split('.')[0]);
    }

    private static BsonDocument Document(byte[] bytes, int start) =>
        BsonSerializer.Deserialize<BsonDocument>(bytes.AsSpan(start, Int32(bytes, start)).ToArray());

    private static int Int32(byte[] bytes, int start) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(start));
}
