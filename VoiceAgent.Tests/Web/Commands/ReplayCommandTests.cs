using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Fakes.Documents;
using VoiceAgent.Tests.Web.Replay;

namespace VoiceAgent.Tests.Web.Commands;

[Trait("Kind", "Unit")]
public sealed class ReplayCommandTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_downloaded_log_is_replayed_as_json()
    {
        var (call, log) = RecordedCalls.Hesitating(AccountId.New(), null);
        await File.WriteAllBytesAsync(_file, CallLogFile.Write(log), TestContext.Current.CancellationToken);

        var run = await CommandRun.Async(["replay", "--file", _file, "--set", "minEndpointingDelay=200ms", "--set", "maxEndpointingDelay=500ms", "--json"]);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Equal(call.Id.ToString(), run.Json.GetProperty("call").GetString());
        var columns = run.Json.GetProperty("columns").EnumerateArray().ToArray();
        Assert.Equal([0, 1], columns.Select(column => column.GetProperty("cutOffs").GetInt32()));
        Assert.Equal(1000, columns[0].GetProperty("endOfTurnDelayMs").GetProperty("p50").GetInt32(), tolerance: 30);
        Assert.Equal("200ms", columns[1].GetProperty("changed").GetProperty("minEndpointingDelay").GetString());
        Assert.True(columns[1].GetProperty("estimatedTokens").GetInt32() > columns[0].GetProperty("estimatedTokens").GetInt32());
        Assert.DoesNotContain("rolls", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_call_is_replayed_as_a_table()
    {
        var store = new InMemoryDocumentStore(TimeProvider.System);
        var (call, log) = RecordedCalls.Hesitating(AccountId.New(), null);
        await store.Open(CallLog.Collection).InsertAsync(log, default);

        var run = await CommandRun.Async(["replay", "--call", call.Id.ToString(), "--set", "minEndpointingDelay=200ms"], builder => builder.Services.AddSingleton<IDocumentStore>(store));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("What if: minEndpointingDelay=200ms", run.Output, StringComparison.Ordinal);
        Assert.Contains("Cut-offs", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replay", 2, "--call")]
    [InlineData("replay --call x --file y", 2, "--call")]
    [InlineData("replay --file /no/such/file", 1, "/no/such/file")]
    [InlineData("replay --file {file} --set patience=1s", 2, "There is no turn option 'patience'")]
    [InlineData("replay --file {file} --set patience", 2, "'patience' is no option and value")]
    public async Task What_cannot_be_done_is_said(string line, int exitCode, string message)
    {
        await File.WriteAllBytesAsync(_file, CallLogFile.Write(RecordedCalls.Hesitating(AccountId.New(), null).Log), TestContext.Current.CancellationToken);

        var run = await CommandRun.Async(line.Replace("{file}", _file, StringComparison.Ordinal).Split(' '));

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task What_is_no_log_is_refused()
    {
        await File.WriteAllTextAsync(_file, "RIFF", TestContext.Current.CancellationToken);

        var run = await CommandRun.Async(["replay", "--file", _file]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("not the log of a call", run.Error, StringComparison.Ordinal);
    }
}
