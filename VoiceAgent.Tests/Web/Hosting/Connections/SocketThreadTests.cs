using System.IO.Pipelines;
using VoiceAgent.Web.Hosting.Connections;

namespace VoiceAgent.Tests.Web.Hosting.Connections;

/// <summary>A thread that polls sockets is played by one that is not the pool's: what goes on on it would hold up every call.</summary>
[Trait("Kind", "Unit")]
public sealed class SocketThreadTests
{
    private readonly Here _thread = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waits_for_bytes_goes_on_where_the_connection_says(bool stays)
    {
        var pipe = Inline();
        if (stays)
        {
            _thread.Stay();
        }

        var onPool = Task.FromResult(false);
        var poller = new Thread(() => onPool = ReadAsync(new PooledReader(pipe.Reader, _thread)));
        poller.Start();
        poller.Join();
        OnSocketThread(() => _ = pipe.Writer.WriteAsync(new byte[1]).AsTask());

        Assert.Equal(!stays, await onPool);

        static async Task<bool> ReadAsync(PooledReader reader)
        {
            await reader.ReadAsync();
            return Thread.CurrentThread.IsThreadPoolThread;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_waits_for_the_other_side_to_take_bytes_does_too(bool stays)
    {
        var pipe = Inline();
        if (stays)
        {
            _thread.Stay();
        }

        var onPool = Task.FromResult(false);
        var poller = new Thread(() => onPool = WriteAsync(new PooledWriter(pipe.Writer, _thread)));
        poller.Start();
        poller.Join();
        OnSocketThread(() =>
        {
            pipe.Reader.TryRead(out var read);
            pipe.Reader.AdvanceTo(read.Buffer.End);
        });

        Assert.Equal(!stays, await onPool);

        static async Task<bool> WriteAsync(PooledWriter writer)
        {
            await writer.WriteAsync(new byte[64]);
            return Thread.CurrentThread.IsThreadPoolThread;
        }
    }

    [Fact]
    public async Task What_waits_for_nobody_passes_through()
    {
        var pipe = Inline();
        var (reader, writer) = (new PooledReader(pipe.Reader, _thread), new PooledWriter(pipe.Writer, _thread));
        writer.GetSpan(4)[..4].Fill(7);
        writer.Advance(4);

        Assert.Equal(4, writer.UnflushedBytes);
        await writer.FlushAsync();
        Assert.True(reader.TryRead(out var tried));
        reader.AdvanceTo(tried.Buffer.Start);
        Assert.Equal(4, (await reader.ReadAsync()).Buffer.Length);
    }

    private static Pipe Inline() => new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 32, resumeWriterThreshold: 16, useSynchronizationContext: false));

    private static void OnSocketThread(Action work)
    {
        var thread = new Thread(() => work());
        thread.Start();
        thread.Join();
    }

    private sealed class Here : ISocketThread
    {
        public bool Stays { get; private set; }

        public void Stay() => Stays = true;
    }
}
