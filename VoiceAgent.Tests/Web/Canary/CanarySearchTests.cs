using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>The search itself: what is planted is found, where it was planted and in every form.</summary>
[Trait("Kind", "Unit")]
public sealed class CanarySearchTests
{
    private static readonly CanaryText Key = CanaryText.Secret("the key", "sk-canary/Qx71+Zz93=planted");
    private readonly CanarySearch _search = new([Key, CanaryText.Number("the number", "+12025550177")]);

    public static TheoryData<string> Forms =>
    [
        Key.Text,
        $"Bearer {Key.Text}\r\n",
        "SK-CANARY/QX71+ZZ93=PLANTED",
        Uri.EscapeDataString(Key.Text),
        new string([.. Key.Text.Reverse()]),
        Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Key.Text)),
        Convert.ToBase64String(Encoding.ASCII.GetBytes(Key.Text)),
        Convert.ToBase64String(Encoding.ASCII.GetBytes(":" + Key.Text + " and more")),
        Convert.ToBase64String(Encoding.ASCII.GetBytes("a:" + Key.Text)),
        Key.Text[..12] + "…",
        "called \\u002B12025550177",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_is_found(string text) => Assert.Single(_search.Find([new Observed("page /", text)]));

    [Theory]
    [InlineData("")]
    [InlineData("sk-canary/Q")]
    [InlineData("2025550177")]
    public void What_gives_nothing_away_is_not_found(string text) => Assert.Empty(_search.Find([new Observed("page /", text)]));

    [Fact]
    public void A_finding_says_where_and_what_but_not_the_secret()
    {
        var found = Assert.Single(_search.Find([new Observed("page /settings", $"<b>{Key.Text}</b>"), new Observed("page /", "<b></b>")]));

        Assert.Equal("page /settings: the key (plain, beginning)", found);
    }

    [Fact]
    public void The_log_keeps_messages_values_scopes_and_exceptions()
    {
        var log = new EverythingLog();
        using var factory = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        var logger = factory.CreateLogger("Planted");
        using (logger.BeginScope(new Dictionary<string, object> { ["RequestPath"] = Key.Text }))
        {
            logger.Log(LogLevel.Trace, new EventId(1), Key.Text, null, static (_, _) => "nothing");
            logger.Log(LogLevel.Debug, new EventId(2), "nothing", null, static (_, _) => Key.Text);
            logger.Log(LogLevel.Information, new EventId(3), "nothing", new IOException("outer", new FormatException(Key.Text)), static (_, _) => "nothing");
            logger.Log(LogLevel.Warning, new EventId(4), new KeyValuePair<string, object?>[] { new("Key", Key.Text) }, null, static (_, _) => "nothing");
        }

        string[] expected =
        [
            "log Planted[1] scope RequestPath", "log Planted[1] value", "log Planted[2] message", "log Planted[2] scope RequestPath",
            "log Planted[3] exception", "log Planted[3] scope RequestPath", "log Planted[4] scope RequestPath", "log Planted[4] value Key",
        ];
        Assert.Equal(expected.Select(place => $"{place}: the key (plain, beginning)"), _search.Find(log.Entries));
    }

    [Fact]
    public void The_telemetry_keeps_tags_events_and_baggage()
    {
        using var telemetry = new EverythingTelemetry();
        using var source = new ActivitySource("Planted");
        using var meter = new Meter("Planted");
        using (var activity = source.StartActivity("work"))
        {
            activity!.SetTag("tag", Key.Text).SetBaggage("bag", Key.Text).AddEvent(new ActivityEvent("happened", tags: new() { ["detail"] = Key.Text }));
            activity.SetStatus(ActivityStatusCode.Error, Key.Text);
        }

        meter.CreateCounter<long>("planted").Add(1, new KeyValuePair<string, object?>("tag", Key.Text));

        string[] expected = ["baggage bag", "event tag detail", "status", "tag tag"];
        Assert.Equal(expected.Select(place => $"activity Planted work {place}: the key (plain, beginning)"), _search.Find(telemetry.ActivitiesOf(new Uri("http://app"))));
        Assert.Equal(["metric planted tag tag: the key (plain, beginning)"], _search.Find(telemetry.Measurements));
    }

    [Fact]
    public void Only_requests_of_others_to_the_app_are_left_out()
    {
        using var telemetry = new EverythingTelemetry();
        using var source = new ActivitySource("Planted");
        foreach (var host in (string[])["app", "provider"])
        {
            using var activity = source.StartActivity($"to {host}", ActivityKind.Client);
            activity!.SetTag("url.full", $"http://{host}/{Key.Text}");
        }

        Assert.Equal(
            ["activity Planted to provider tag url.full: the key (plain, beginning)"],
            _search.Find(telemetry.ActivitiesOf(new Uri("http://app/"))));
    }
}
