using System.IO.Compression;
using System.Reflection;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Core.Replay;

[Trait("Kind", "Unit")]
public sealed class CallLogEventsTests
{
    [Fact]
    public void Every_event_there_is_comes_back_as_it_was()
    {
        var events = Kinds(typeof(ConversationEvent)).SelectMany(Made).Cast<ConversationEvent>().Select((happened, i) => new LoggedEvent(TimeSpan.FromTicks(1234567 * i), happened)).ToList();

        var read = CallLogEvents.Unpack(Log(CallLogEvents.Pack(events)));

        Assert.Equal(Kinds(typeof(ConversationEvent)).Count(), events.Select(one => one.Happened.GetType()).Distinct().Count());
        Assert.Equal(CallLogEvents.Pack(events), CallLogEvents.Pack(read));
        Assert.All(events.Zip(read).Where(pair => pair.First.Happened is not ConversationEvent.ToolsAsked), pair => Assert.Equal(pair.First, pair.Second));
        Assert.Equal([ATool], Assert.Single(read.Select(one => one.Happened).OfType<ConversationEvent.ToolsAsked>()).Calls);
    }

    // Logs are kept for long: what was written must stay readable.
    [Fact]
    public void An_event_is_written_as_its_kind_and_what_it_holds()
    {
        const string Json = """[{"t":15000000,"e":{"$":"SpeechHeard","speech":{"$":"Final","text":"At \"nine\", ü.","endOfSpeech":true}}},{"e":{"$":"Started"}}]""";
        List<LoggedEvent> events =
        [
            new(TimeSpan.FromSeconds(1.5), new ConversationEvent.SpeechHeard(new SpeechEvent.Final("At \"nine\", ü.", EndOfSpeech: true))),
            new(TimeSpan.Zero, new ConversationEvent.Started()),
        ];

        using var packed = new BrotliStream(new MemoryStream(Convert.FromBase64String(CallLogEvents.Pack(events))), CompressionMode.Decompress);
        using var written = new StreamReader(packed);
        Assert.Equal(Json, written.ReadToEnd());
        Assert.Equal(events, CallLogEvents.Unpack(Log(Packed(Json))));
    }

    [Theory]
    [InlineData("""[{"e":{"$":"Nonsense"}}]""")]
    [InlineData("""[{"e":{}}]""")]
    [InlineData("""[{"e":{"$":"SpeechHeard","speech":{"$":"Started_","text":"x"}}}]""")]
    [InlineData("""[{"e":7}]""")]
    public void An_event_of_no_known_kind_is_damage(string json) =>
        Assert.Contains("damaged", Assert.Throws<CallLogException>(() => CallLogEvents.Unpack(Log(Packed(json)))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_has_no_value_comes_back_without_one()
    {
        List<LoggedEvent> events =
        [
            new(TimeSpan.Zero, new ConversationEvent.ToolFinished(0, string.Empty) { Result = string.Empty, Outcome = default, Duration = TimeSpan.Zero }),
            new(TimeSpan.Zero, new ConversationEvent.TurnCut(0, string.Empty, null)),
        ];

        Assert.Equal(events, CallLogEvents.Unpack(Log(CallLogEvents.Pack(events))));
    }

    [Fact]
    public void A_minute_of_a_lively_call_takes_a_few_kilobytes()
    {
        var words = string.Join(' ', Enumerable.Repeat("the agent speaks at length about bread and rolls", 12)).Split(' ');
        var events = Enumerable.Range(0, 300).Select(i => new LoggedEvent(TimeSpan.FromMilliseconds(200 * i), i % 3 == 0
            ? new ConversationEvent.SpeechHeard(new SpeechEvent.Interim(string.Join(' ', words[..(i % 20)])))
            : new ConversationEvent.WordsHeard(i / 30, string.Join(' ', words[..(i % 90)])))).ToList();

        Assert.InRange(CallLogEvents.Pack(events).Length, 100, 16 * 1024);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("not base64!", 1)]
    [InlineData("AAAA", 1)]
    [InlineData("", 2)]
    public void What_cannot_be_read_is_said_to_be_so(string events, int version)
    {
        var refused = Assert.Throws<CallLogException>(() => CallLogEvents.Unpack(Log(events) with { Version = version }));

        Assert.Contains("cannot be replayed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_the_log_again_and_anything_else_is_refused()
    {
        var log = Log(CallLogEvents.Pack([new LoggedEvent(TimeSpan.Zero, new ConversationEvent.Started())]));

        Assert.Equal(log, CallLogFile.Read(CallLogFile.Write(log)));
        Assert.Throws<CallLogException>(() => CallLogFile.Read("{}"u8));
        Assert.Throws<CallLogException>(() => CallLogFile.Read("RIFF"u8));
    }

    [Fact]
    public void A_recorder_keeps_no_more_than_it_may_and_says_so()
    {
        var recorder = new CallLogRecorder(maxEvents: 2);
        Assert.Null(recorder.Finish(Call()));
        IConversationObserver observer = recorder;
        observer.Begun(new ConversationSettings { SystemMessage = "secret prompt", Greeting = "Hi.", Turns = new TurnOptions() });
        for (var i = 0; i < 3; i++)
        {
            observer.Applied(new ConversationEvent.KeyPressed('1'), TimeSpan.FromSeconds(i), []);
        }

        var log = recorder.Finish(Call())!;

        Assert.True(log.IsCutShort);
        Assert.Equal((2, 13, string.Empty), (log.Count, log.SystemMessageLength, log.Settings.SystemMessage));
        Assert.Equal(2, CallLogEvents.Unpack(log).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(300)]
    public void A_recorder_gives_back_every_event_of_a_long_call(int count)
    {
        var recorder = new CallLogRecorder(maxEvents: 1000);
        IConversationObserver observer = recorder;
        observer.Begun(new ConversationSettings { SystemMessage = string.Empty, Greeting = "Hi.", Turns = new TurnOptions() });
        List<LoggedEvent> events = [.. Enumerable.Range(0, count).Select(i => new LoggedEvent(TimeSpan.FromSeconds(i), new ConversationEvent.WordsHeard(i, $"word {i}")))];
        events.ForEach(one => observer.Applied(one.Happened, one.At, []));

        var log = recorder.Finish(Call())!;

        Assert.Equal(count, log.Count);
        Assert.Equal(events, CallLogEvents.Unpack(log));
    }

    private static readonly ToolCall ATool = new("id", "find_table", "{\"people\":4}");

    private static string Packed(string json)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(Encoding.UTF8.GetBytes(json));
        }

        return Convert.ToBase64String(packed.ToArray());
    }

    private static Call Call() => new()
    {
        Id = CallId.New(),
        AccountId = AccountId.New(),
        Direction = CallDirection.Inbound,
        CallControlId = "control",
        StartedAt = DateTimeOffset.UnixEpoch,
    };

    private static CallLog Log(string events) => new()
    {
        Id = CallId.New(),
        AccountId = AccountId.New(),
        StartedAt = DateTimeOffset.UnixEpoch,
        Version = CallLog.CurrentVersion,
        Settings = new ConversationSettings { SystemMessage = string.Empty, Greeting = "Hi.", Turns = new TurnOptions() },
        SystemMessageLength = 10,
        IsCutShort = false,
        Count = 1,
        Events = events,
    };

    private static IEnumerable<Type> Kinds(Type hierarchy) => hierarchy.GetNestedTypes().Where(type => type.IsSubclassOf(hierarchy));

    // One of each kind, with every property set to something; of a property that is itself a hierarchy, one for each of its kinds.
    private static IEnumerable<object> Made(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)[0];
        var parameters = constructor.GetParameters();
        var hierarchy = Array.FindIndex(parameters, parameter => parameter.ParameterType is { IsAbstract: true, IsInterface: false });
        var choices = hierarchy < 0 ? [null] : Kinds(parameters[hierarchy].ParameterType).SelectMany(Made).Cast<object?>();
        foreach (var choice in choices)
        {
            var made = constructor.Invoke([.. parameters.Select((parameter, i) => i == hierarchy ? choice : Value(parameter.ParameterType))]);
            foreach (var property in type.GetProperties().Where(property => property.CanWrite && parameters.All(parameter => parameter.Name != property.Name)))
            {
                property.SetValue(made, Value(property.PropertyType));
            }

            yield return made;
        }
    }

    private static object Value(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var one when one == typeof(TimeSpan) => TimeSpan.FromTicks(12345678),
        var one when one == typeof(string) => "what \"was\" said ü",
        var one when one == typeof(int) => 7,
        var one when one == typeof(long) => 8L,
        var one when one == typeof(double) => 0.625,
        var one when one == typeof(bool) => true,
        var one when one == typeof(char) => '#',
        var one when one == typeof(IReadOnlyList<ToolCall>) => new[] { ATool },
        var one when one == typeof(ProviderFailure) => new ProviderFailure(ProviderCategory.LanguageModel, ProviderName.OpenAI, ProviderErrorKind.Timeout),
        { IsEnum: true } one => Enum.GetValues(one).GetValue(Enum.GetValues(one).Length - 1)!,
        var other => throw new NotSupportedException($"Give a value for {other.Name} here, and see that it survives being stored."),
    };
}
