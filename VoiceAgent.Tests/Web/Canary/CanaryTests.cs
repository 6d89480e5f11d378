using VoiceAgent.Core.Calls;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>Secrets and people's words stay where they belong, whatever is logged, traced, counted, shown or stored.</summary>
[Trait("Kind", "Host")]
public sealed class CanaryTests(CanaryRun run) : IClassFixture<CanaryRun>
{
    private CanarySearch Everything { get; } = new(run.Secrets.Concat(run.Words));

    [Fact]
    public void The_texts_went_through_the_app()
    {
        var whole = run.Calls[^1];
        Assert.Null(whole.Problem);
        Assert.Contains(whole.Transcript, entry => entry.Speaker is Speaker.Caller && entry.Text.Contains(CanaryRun.CallerWords, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(whole.Transcript, entry => entry.Speaker is Speaker.Agent && entry.Text.Contains("demonstration, but", StringComparison.Ordinal));
        var helped = Assert.Single(run.Calls, call => call.Tools.Count > 0);
        Assert.True(helped.Tools.Count == 3, $"{helped.EndReason} {string.Join("; ", helped.Transcript)} {string.Join("; ", helped.Tools)}");
        Assert.Equal(["check_order", "shop_find_parcel", "transfer_call"], helped.Tools.Select(tool => tool.Name));
        Assert.Equal([CanaryRun.ToolResult, CanaryRun.McpResult], helped.Tools.Take(2).Select(tool => tool.Result));
        Assert.Contains(helped.Transcript, entry => entry.Text.Contains("9 0 8 1 7 2 6 3 5 4", StringComparison.Ordinal));
        Assert.Equal(2, run.KeysSent.Distinct().Count());
        Assert.Equal(17, run.Calls.Count);
        var troubles = run.Logs.Where(entry => entry.Place == "log VoiceAgent.Core.Failover.ProviderReports[3100] message").Select(entry => entry.Text).ToList();
        Assert.All(["Deepgram", "OpenAI", "ElevenLabs"], provider => Assert.Contains(troubles, text => text.Contains($" {provider} failed", StringComparison.Ordinal)));
        Assert.Superset(new HashSet<int> { 200, 204, 400, 401, 413, 422 }, run.ApiStatuses.ToHashSet());
        Assert.Contains(run.Answers, answer => answer.Place == "output of the import" && answer.Text.Contains("imported: Hume 1", StringComparison.Ordinal));
        Assert.True(run.Logs.Count > 5000, $"Only {run.Logs.Count} entries were logged: not everything is heard.");
        Assert.Contains(run.Activities, span => span.Place.StartsWith("activity Microsoft.AspNetCore ", StringComparison.Ordinal));
        Assert.Contains(run.Measurements, tag => tag is { Place: "metric voiceagent.webhook.deliveries tag outcome", Text: "wrong_signature" });

        // What is shown to its owner and stored for him is found there by the same search.
        var words = new CanarySearch(run.Words);
        Assert.NotEmpty(words.Find(run.Pages));
        Assert.NotEmpty(words.Find(run.Database));
    }

    [Fact]
    public void Nothing_is_logged() => AssertNone(Everything.Find(run.Logs));

    [Fact]
    public void Nothing_is_traced() => AssertNone(Everything.Find(run.Activities));

    [Fact]
    public void Nothing_is_a_tag_of_a_metric() => AssertNone(Everything.Find(run.Measurements));

    [Fact]
    public void No_answer_about_a_key_repeats_it() => AssertNone(Everything.Find(run.Answers));

    [Fact]
    public void No_exception_tells_it_even_where_it_is_caught() => AssertNone(Everything.Find(run.Exceptions));

    [Fact]
    public void No_command_prints_or_copies_it()
    {
        Assert.Equal(22, run.Outputs.Count(output => output.Place.StartsWith("JSON of ", StringComparison.Ordinal) || output.Place.StartsWith("output of ", StringComparison.Ordinal)));
        Assert.Contains(run.Outputs, output => output.Place == "copied document");
        AssertNone(new CanarySearch(run.Secrets.Where(secret => secret.Name != "a webhook token")).Find(run.Outputs));
    }

    [Fact]
    public void The_root_keys_are_in_their_file_and_nowhere_else()
    {
        var search = new CanarySearch(run.RootKeys);

        Assert.NotEmpty(search.Find(run.Database.Where(CanaryRun.IsKeyFile)));
        AssertNone(search.Find([
            .. run.Logs, .. run.Activities, .. run.Measurements, .. run.Exceptions, .. run.Answers, .. run.Pages, .. run.Outputs,
            .. run.Database.Where(file => !CanaryRun.IsKeyFile(file)),
        ]));
    }

    [Fact]
    public void No_page_shows_a_secret_but_the_webhook_address_to_its_owner()
    {
        var found = new CanarySearch(run.Secrets).Find(run.Pages);

        AssertNone([.. found.Where(line => !line.Contains(": a webhook token (", StringComparison.Ordinal))]);
        Assert.Equal(["page /numbers", "page /settings"], found.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]).Distinct());
    }

    [Fact]
    public void No_file_holds_a_key_or_a_password() =>
        AssertNone(new CanarySearch(run.Secrets.Where(secret => secret.Name != "a webhook token")).Find(run.Database));

    private static void AssertNone(IReadOnlyList<string> found) => Assert.True(found.Count == 0, "Found where it does not belong:\n" + string.Join('\n', found));
}
