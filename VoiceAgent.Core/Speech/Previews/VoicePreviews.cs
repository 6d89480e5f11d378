using System.Buffers;
using System.Security.Cryptography;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Core.Speech.Previews;

/// <summary>Speaks previews and keeps the last ones for a minute, until the browser has fetched them. Thread-safe.</summary>
public sealed class VoicePreviews(IProviderKeys keys, IEnumerable<ITextToSpeechFactory> factories, TimeProvider time) : IVoicePreviews
{
    public const int MaxTextLength = 300;

    private const int MaxKept = 64;
    private const int MaxKeptOfAccount = 4;

    // As good as a browser plays and every provider makes.
    private static readonly AudioFormat Format = new(AudioEncoding.Linear16, 24_000);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly PreviewBudget _budget = new(time);
    private readonly Lock _gate = new();
    private readonly LinkedList<Preview> _previews = new();

    public async Task<VoicePreviewResult> SpeakAsync(AccountId account, VoicePreviewRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var name = ProviderCatalog.Get(request.Provider).DisplayName;
        var text = SpokenText.For(request.Language, request.Pronunciations).Say(request.Text.Trim()).Spoken;
        if (text.Length is 0 or > 2 * MaxTextLength || request.Text.Length > MaxTextLength)
        {
            return VoicePreviewResult.Refused($"Write between 1 and {MaxTextLength} characters to hear.");
        }

        if (factories.FirstOrDefault(factory => factory.Provider == request.Provider) is not { } factory)
        {
            return VoicePreviewResult.Refused($"{name} has no voices here.");
        }

        try
        {
            using var key = await keys.LeaseAsync(account, request.Provider, cancellationToken);
            if (key is null)
            {
                return VoicePreviewResult.Refused($"There is no usable {name} key. Add or test it under API keys to hear its voices.");
            }

            if (_budget.TakeOrWait(account, text.Length) is { } wait)
            {
                return VoicePreviewResult.Refused($"That were many previews. The next one is possible in {Spell(wait)}.");
            }

            return await SpeakAsync(account, factory.Create(key), request, text, cancellationToken);
        }
        catch (ProviderException trouble)
        {
            return VoicePreviewResult.Refused(ProviderTrouble.Describe(trouble));
        }
        catch (VaultLockedException)
        {
            return VoicePreviewResult.Refused("The key vault is locked, so no key can be opened. The operator of this installation has to repair the root key.");
        }
    }

    public ReadOnlyMemory<byte>? Find(AccountId account, string id)
    {
        lock (_gate)
        {
            ForgetLocked();
            if (_previews.FirstOrDefault(preview => preview.Account == account && string.Equals(preview.Id, id, StringComparison.Ordinal)) is { } found)
            {
                return found.File;
            }

            return null;
        }
    }

    private async Task<VoicePreviewResult> SpeakAsync(
        AccountId account, ITextToSpeech voice, VoicePreviewRequest request, string text, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(time, cancellationToken);
        deadline.Arm(TimeLimit);
        var settings = new VoiceSettings { VoiceId = request.VoiceId, Model = request.Model, Language = request.Language, Speed = request.Speed, Format = Format };
        var audio = new ArrayBufferWriter<byte>();
        try
        {
            await foreach (var piece in voice.SpeakAsync(Once(text), settings, deadline.Token))
            {
                audio.Write(piece.Frame.Data.Span);
                if (audio.WrittenCount > Format.BytesFor(Longest))
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            throw new ProviderException(request.Provider, ProviderErrorKind.Timeout);
        }

        return audio.WrittenCount == 0 ? throw new ProviderException(request.Provider, ProviderErrorKind.Protocol)
            : new VoicePreviewResult(Keep(account, WavFile.Write(audio.WrittenSpan, Format.SampleRate)), null);
    }

    /// <summary>Keeps a WAV file for a minute and gives its name.</summary>
    internal string Keep(AccountId account, byte[] file)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (_gate)
        {
            ForgetLocked();
            var own = _previews.Where(preview => preview.Account == account).ToArray();
            foreach (var old in own.SkipLast(MaxKeptOfAccount - 1))
            {
                _previews.Remove(old);
            }

            _previews.AddLast(new Preview(account, id, file, time.GetTimestamp()));
            while (_previews.Count > MaxKept)
            {
                _previews.RemoveFirst();
            }
        }

        return id;
    }

    private void ForgetLocked()
    {
        while (_previews.First is { } oldest && time.GetElapsedTime(oldest.Value.MadeAt) >= Kept)
        {
            _previews.RemoveFirst();
        }
    }

    private static string Spell(TimeSpan wait) => wait < TimeSpan.FromSeconds(90)
        ? $"{Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))} seconds"
        : $"{(int)Math.Ceiling(wait.TotalMinutes)} minutes";

    private static async IAsyncEnumerable<string> Once(string text)
    {
        await Task.CompletedTask;
        yield return text;
    }

    private sealed record Preview(AccountId Account, string Id, byte[] File, long MadeAt);
}
