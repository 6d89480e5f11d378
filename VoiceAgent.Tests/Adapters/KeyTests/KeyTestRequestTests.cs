using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Adapters.KeyTests;

/// <summary>How every key test behaves on the wire, whatever the provider says.</summary>
[Trait("Kind", "Adapter")]
public sealed class KeyTestRequestTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    public static TheoryData<ProviderName> Providers => [.. ProviderCatalog.All.Select(provider => provider.Name)];

    [Theory]
    [InlineData(ProviderName.Deepgram, "/deepgram/v1/auth/token", "Authorization", "Token " + Key)]
    [InlineData(ProviderName.Soniox, "/soniox/v1/models", "Authorization", "Bearer " + Key)]
    [InlineData(ProviderName.AssemblyAI, "/assemblyai/v3/token?expires_in_seconds=60", "Authorization", Key)]
    [InlineData(ProviderName.OpenAI, "/openai/v1/models", "Authorization", "Bearer " + Key)]
    [InlineData(ProviderName.Grok, "/grok/v1/api-key", "Authorization", "Bearer " + Key)]
    [InlineData(ProviderName.ElevenLabs, "/elevenlabs/v1/user", "xi-api-key", Key)]
    [InlineData(ProviderName.Hume, "/hume/v0/tts/voices?provider=HUME_AI&page_size=1", "X-Hume-Api-Key", Key)]
    [InlineData(ProviderName.Telnyx, "/telnyx/v2/balance", "Authorization", "Bearer " + Key)]
    public async Task Each_provider_is_asked_its_documented_request_with_the_key_in_one_header(
        ProviderName provider, string target, string header, string value)
    {
        await using var rig = await KeyTestRig.AnsweringAsync(401, "{}");

        await rig.TestAsync(provider, Key);

        var request = Assert.Single(rig.Requests);
        Assert.Equal(("GET", target, value), (request.Method, request.Target, request.Headers[header]));
        Assert.Single(request.Headers, seen => seen.Value.Contains(Key, StringComparison.Ordinal));
        Assert.False(request.Headers.ContainsKey("traceparent"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_wrong_key_is_told_in_our_words(ProviderName provider)
    {
        await using var rig = await KeyTestRig.AnsweringAsync(401, $$"""{"error":"Incorrect API key provided: {{Key}}","detail":"{{Key}}"}""");

        var result = await rig.TestAsync(provider, Key);

        var name = ProviderCatalog.Get(provider).DisplayName;
        Assert.Equal(
            new KeyTestResult(KeyVerdict.Invalid, $"{name} refused the key. Check that it was copied whole and is still active, or make a new one."),
            result);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_provider_that_fails_once_is_asked_once_more(ProviderName provider)
    {
        var answers = 0;
        await using var rig = await KeyTestRig.StartAsync(context =>
            KeyTestRig.Answer(Interlocked.Increment(ref answers) == 1 ? 503 : 401, "{}")(context));

        Assert.Equal(KeyVerdict.Invalid, (await rig.TestAsync(provider, Key)).Verdict);
        Assert.Equal(2, rig.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_provider_that_keeps_failing_leaves_the_key_unchecked(ProviderName provider)
    {
        await using var rig = await KeyTestRig.StartAsync(KeyTestRig.Answer(500, "<html>Oops</html>", "text/html"));

        var result = await rig.TestAsync(provider, Key);

        Assert.Equal(KeyVerdict.CouldNotCheck, result.Verdict);
        Assert.EndsWith("has a problem of its own. The key was not checked: try again later.", result.Detail, StringComparison.Ordinal);
        Assert.Equal(2, rig.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_rate_limit_leaves_the_key_unchecked_and_is_not_repeated(ProviderName provider)
    {
        await using var rig = await KeyTestRig.AnsweringAsync(429, "{}");

        Assert.Equal(KeyVerdict.CouldNotCheck, (await rig.TestAsync(provider, Key)).Verdict);
        Assert.Single(rig.Requests);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_redirect_is_not_followed(ProviderName provider)
    {
        await using var rig = await KeyTestRig.StartAsync(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });

        Assert.Equal(KeyVerdict.CouldNotCheck, (await rig.TestAsync(provider, Key)).Verdict);
        Assert.Single(rig.Requests);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_unreachable_provider_leaves_the_key_unchecked(ProviderName provider)
    {
        await using var rig = await KeyTestRig.UnreachableAsync();

        var result = await rig.TestAsync(provider, Key);

        Assert.Equal(KeyVerdict.CouldNotCheck, result.Verdict);
        Assert.Contains("could not be reached", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_endless_answer_is_cut_and_the_status_counts(ProviderName provider)
    {
        await using var rig = await KeyTestRig.StartAsync(async context =>
        {
            var chunk = new byte[16 * 1024];
            Array.Fill(chunk, (byte)' ');
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });

        Assert.Equal(KeyVerdict.Valid, (await rig.TestAsync(provider, Key)).Verdict);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task No_answer_however_odd_is_an_exception(ProviderName provider)
    {
        string[] bodies =
        [
            "", "null", "[]", "{}", "7", "\"text\"", "{", "\uFFFD", "<html/>", new string('[', 1000),
            """{"error":null}""", """{"error":7,"code":[]}""", """{"error":{"message":7,"code":{}}}""", """{"errors":[null]}""", """{"errors":{}}""",
            """{"detail":null}""", """{"detail":{"status":7}}""", """{"scopes":[null]}""", """{"scopes":7}""", """{"acls":[null],"team_blocked":null}""",
            """{"data":null}""", """{"data":[]}""", """{"data":{"available_credit":7,"public":7}}""", """{"data":{"available_credit":"much","public":"?"}}""",
        ];
        int[] statuses = [200, 204, 400, 401, 402, 403, 404, 418, 429];
        var (status, body) = (0, string.Empty);
        await using var rig = await KeyTestRig.StartAsync(context => KeyTestRig.Answer(status, status == 204 ? string.Empty : body)(context));

        foreach (var next in statuses)
        {
            foreach (var text in bodies)
            {
                (status, body) = (next, text);

                var result = await rig.TestAsync(provider, Key);

                Assert.Null(result.WebhookPublicKey);
                Assert.True(next < 400 || result.Verdict is not KeyVerdict.Valid);
            }
        }
    }

    [Fact]
    public async Task A_silent_provider_is_given_up_after_eight_seconds_twice()
    {
        var time = new QuickTime();
        await using var rig = await KeyTestRig.StartAsync(context => Task.Delay(Timeout.InfiniteTimeSpan, time, context.RequestAborted), time);

        var result = await rig.TestAsync(ProviderName.OpenAI, Key);

        Assert.Equal(new KeyTestResult(KeyVerdict.CouldNotCheck, "OpenAI did not answer in time. The key was not checked: try again in a moment.") { Obstacle = KeyTestObstacle.NetworkError }, result);
        Assert.Equal(2, rig.Requests.Count);
        Assert.Equal([TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(8)], time.Patiences);
    }

    [Fact]
    public async Task Whoever_asked_may_give_up()
    {
        using var cancellation = new CancellationTokenSource();
        await using var rig = await KeyTestRig.StartAsync(context =>
        {
            cancellation.Cancel();
            return ScriptedProvider.GoneAsync(context);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.TestAsync(ProviderName.OpenAI, Key, cancellation.Token));
    }

    [Fact]
    public async Task A_key_that_the_bare_header_cannot_carry_is_refused_without_being_sent_or_repeated()
    {
        await using var rig = await KeyTestRig.AnsweringAsync(200, "{}");

        var result = await rig.TestAsync(ProviderName.AssemblyAI, "a=key/with(no)token{characters}");

        Assert.Equal(KeyVerdict.Invalid, result.Verdict);
        Assert.DoesNotContain("token{characters}", result.ToString(), StringComparison.Ordinal);
        Assert.Empty(rig.Requests);
    }

    [Fact]
    public async Task A_key_that_was_sealed_for_another_destination_is_not_sent()
    {
        await using var rig = await KeyTestRig.AnsweringAsync(200, "{}");
        using var lease = new KeyLease(AccountId.New(), ProviderName.OpenAI, new KeyDestination("api.openai.com"), "sk-0123456789"u8.ToArray());

        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.TestAsync(lease, CancellationToken.None));
        Assert.Empty(rig.Requests);
    }

    /// <summary>Timers of seconds end in hundredths of them; remembers what was asked.</summary>
    private sealed class QuickTime : TimeProvider
    {
        public List<TimeSpan> Patiences { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime > TimeSpan.Zero)
            {
                Patiences.Add(dueTime);
                dueTime /= 50;
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
