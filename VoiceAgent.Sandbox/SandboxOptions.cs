namespace VoiceAgent.Sandbox;

/// <summary>How to start the sandbox.</summary>
public sealed record SandboxOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Typical thinking times of real providers; off answers as fast as it can.</summary>
    public bool RealisticDelays { get; init; } = true;

    /// <summary>Speaks with the built-in voice even where flite or espeak-ng is installed.</summary>
    public bool BuiltInVoice { get; init; }

    /// <summary>
    /// AssemblyAI's English sessions come in two ways, and nobody can choose: the end of a turn twice, bare and then with punctuation
    /// (off), or all of it written out at once (on).
    /// </summary>
    public bool AssemblyAIWritesOutAtOnce { get; init; }

    /// <summary>Fault scripts that hold from the start, written as <see cref="Faults.Fault.Parse"/> reads them.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Asked first about every request; true has answered it.</summary>
    internal Func<Microsoft.AspNetCore.Http.HttpContext, Task<bool>>? InterceptAsync { get; init; }
}
