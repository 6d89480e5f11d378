namespace VoiceAgent.Core.Audio;

/// <summary>
/// A piece of mono audio of any length. Whoever receives a frame may read <see cref="Data"/> until it asks for the next one;
/// whoever keeps it longer copies it.
/// </summary>
/// <param name="Data">The samples, written as <paramref name="Format"/> says.</param>
/// <param name="Format">Encoding and rate.</param>
public readonly record struct AudioFrame(ReadOnlyMemory<byte> Data, AudioFormat Format)
{
    public TimeSpan Duration => Format.DurationOf(Data.Length);
}
