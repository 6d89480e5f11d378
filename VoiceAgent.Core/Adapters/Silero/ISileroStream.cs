namespace VoiceAgent.Core.Adapters.Silero;

/// <summary>The model's memory of one audio stream, and the window being filled. Judging makes no managed objects. Not thread-safe.</summary>
internal interface ISileroStream : IDisposable
{
    /// <summary>Where the next 256 samples go, from −1 to 1.</summary>
    Span<float> Window { get; }

    /// <summary>Probability from 0 to 1 that the window holds a voice; the next window follows.</summary>
    float Judge();

    /// <summary>Goes on to the next window without judging this one; the model's memory stays as it is.</summary>
    void Pass();
}
