using System.Text.Json;
using System.Text.RegularExpressions;
using VoiceAgent.Core.Tools;
using VoiceAgent.Tests.Fakes.Tools;

namespace VoiceAgent.Tests.Contracts;

/// <summary>What every <see cref="IToolSource"/> promises.</summary>
[Trait("Kind", "Contract")]
public sealed partial class ToolSourceContractTests
{
    public static TheoryData<string> All { get; } = ["built-in", "HTTP", "MCP"];

    public static TheoryData<string> Remote { get; } = ["HTTP", "MCP"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_tool_tells_the_model_what_it_is(string kind)
    {
        await using var subject = await ToolSourceSubject.StartAsync(kind);

        var tool = Assert.Single(await subject.OpenAsync());

        Assert.Matches(ModelName(), tool.Definition.Name);
        Assert.NotEmpty(tool.Definition.Description);
        Assert.Equal("object", tool.Definition.Parameters.GetProperty("type").GetString());
        Assert.InRange(tool.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60));
        await CloseAsync(tool);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_was_not_set_for_the_agent_is_not_there(string kind)
    {
        await using var subject = await ToolSourceSubject.StartAsync(kind);
        var without = VoiceAgent.Core.Tools.Settings.AgentToolset.None(subject.Toolset.AccountId, subject.Toolset.AgentId);

        Assert.Empty(await subject.Source.OpenAsync(ToolScopes.For(without), TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_runs_several_times_at_once_and_can_be_closed_twice(string kind)
    {
        await using var subject = await ToolSourceSubject.StartAsync(kind);
        var tool = Assert.Single(await subject.OpenAsync());

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RunAsync(subject, tool, TestContext.Current.CancellationToken)));

        Assert.All(results, result => Assert.False(result.IsFailure, result.Text));
        Assert.All(results, result => Assert.NotEmpty(result.Text));
        await CloseAsync(tool);
        await CloseAsync(tool);
    }

    [Theory]
    [MemberData(nameof(Remote))]
    public async Task Opening_asks_nobody(string kind)
    {
        await using var subject = await ToolSourceSubject.StartAsync(kind);
        subject.Hang();
        var before = subject.Requests;

        await CloseAsync(Assert.Single(await subject.OpenAsync()));

        Assert.Equal(before, subject.Requests);
    }

    [Theory]
    [MemberData(nameof(Remote))]
    public async Task A_service_that_fails_is_a_failure_in_words_and_can_be_asked_again(string kind)
    {
        await using var subject = await ToolSourceSubject.StartAsync(kind);
        var tool = Assert.Single(await subject.OpenAsync());
        subject.Break();

        var first = await RunAsync(subject, tool, TestContext.Current.CancellationToken);
        var second = await RunAsync(subject, tool, TestContext.Current.CancellationToken);

        Assert.True(first.IsFailure && second.IsFailure);
        Assert.Contains("503", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", first.Text, StringComparison.Ordinal);
        await CloseAsync(tool);
    }

    [Theory]
    [MemberData(nameof(Remote))]
    public async Task A_run_that_hangs_ends_when_it_is_cancelled(string kind)
    {
        await using var subject = await ToolSourceSubject.StartAsync(kind);
        var tool = Assert.Single(await subject.OpenAsync());
        subject.Hang();
        using var stop = new CancellationTokenSource();
        var began = TimeProvider.System.GetTimestamp();
        var running = RunAsync(subject, tool, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(4));
        await CloseAsync(tool);
    }

    private static Task<ToolResult> RunAsync(ToolSourceSubject subject, ITool tool, CancellationToken cancellationToken) =>
        tool.RunAsync(JsonElement.Parse(subject.Arguments), ToolScopes.Context(subject.Toolset.AccountId), cancellationToken);

    private static async Task CloseAsync(ITool tool)
    {
        if (tool is IAsyncDisposable open)
        {
            await open.DisposeAsync();
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.CultureInvariant)]
    private static partial Regex ModelName();
}
