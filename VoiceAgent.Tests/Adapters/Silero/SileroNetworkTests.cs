using VoiceAgent.Core.Adapters.Silero;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Tests.Adapters.Silero;

/// <summary>Our own arithmetic against ONNX Runtime on the same weights.</summary>
[Trait("Kind", "Adapter")]
public sealed class SileroNetworkTests
{
    [Theory]
    [InlineData("I would like to book a table for four people, please", 0f)]
    [InlineData("My number is four two zero, seven seven one", 0.02f)]
    [InlineData("", 0.3f)]
    public async Task Judges_every_window_as_the_runtime_does(string sentence, float noise)
    {
        var weights = Weights();
        using var session = new OnnxSession(weights);
        using var expected = new OnnxStream(session);
        using var stream = new SileroStream(new SileroNetwork(weights));
        var (voiced, windows) = (0, await WindowsAsync(sentence, noise));

        foreach (var window in windows)
        {
            window.CopyTo(expected.Window);
            window.CopyTo(stream.Window);
            var probability = expected.Judge();
            Assert.Equal(probability, stream.Judge(), SileroModel.Tolerance);
            voiced += probability > 0.5f ? 1 : 0;
        }

        Assert.Equal(sentence.Length > 0, voiced > 5);
    }

    [Fact]
    public void Is_what_calls_are_judged_by()
    {
        using var model = new SileroModel(Weights());

        Assert.True(model.IsOwn);
    }

    [Fact]
    public void A_file_with_another_network_is_refused()
    {
        // A model whose graph is empty; cut short; and no such file at all.
        Assert.Throws<InvalidDataException>(() => new SileroNetwork([0x3A, 0x00]));
        Assert.Throws<InvalidDataException>(() => new SileroNetwork([0x3A, 0x10, 0x00]));
        Assert.Throws<InvalidDataException>(() => new SileroNetwork("no model"u8));
    }

    private static byte[] Weights()
    {
        var weights = SileroWeights.Read(SileroWeights.DefaultPath, out _);
        Assert.SkipUnless(weights is not null, "The weights of the voice activity model could not be fetched: the model is not tried.");
        return weights!;
    }

    private static async Task<IReadOnlyList<float[]>> WindowsAsync(string sentence, float noise)
    {
        var speech = sentence.Length == 0 ? new short[16_000] : (await new BuiltInVoice().SpeakAsync(sentence, CancellationToken.None)).Samples;
        var random = new Random(11);
        return
        [
            .. speech.Select(sample => (sample / 32768f) + (noise * ((random.NextSingle() * 2) - 1))).Chunk(SileroModel.WindowLength)
                .Where(window => window.Length == SileroModel.WindowLength),
        ];
    }
}
