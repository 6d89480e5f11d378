using System.Text.Json;
using VoiceAgent.Core.Adapters.Sockets;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary>Reads a message of version 1, whose type may come anywhere in it, in one go.</summary>
internal struct DeepgramReader
{
    private string? _type;
    private double _start;
    private double _duration;
    private double _timestamp;
    private double _lastWordEnd;
    private bool _isFinal;
    private bool _speechFinal;
    private bool _hasOddChannel;
    private ResultsAlternative _best;

    /// <summary>Null for a type that says nothing of speech. Throws JsonException, FormatException or InvalidOperationException for what is no message.</summary>
    public static DeepgramMessage? Read(ReadOnlySpan<byte> text)
    {
        var message = default(DeepgramReader);
        var reader = MessageFields.Begin(text);
        while (reader.NextField())
        {
            message.ReadField(ref reader);
            reader.Skip();
        }

        reader.End();
        return message.Whole();
    }

    private readonly DeepgramMessage? Whole() => _type switch
    {
        "Results" when _hasOddChannel => throw new JsonException(),
        "Results" => new ResultsMessage { Start = _start, Duration = _duration, IsFinal = _isFinal, SpeechFinal = _speechFinal, Best = _best },
        "SpeechStarted" => new SpeechStartedMessage(_timestamp),
        "UtteranceEnd" => new UtteranceEndMessage(_lastWordEnd),
        "Metadata" => new MetadataMessage(),
        _ => null,
    };

    private void ReadField(ref Utf8JsonReader reader)
    {
        if (reader.IsField("type"u8))
        {
            _type = reader.TextOrNull();
        }
        else if (reader.IsField("start"u8))
        {
            _start = reader.GetDouble();
        }
        else if (reader.IsField("duration"u8))
        {
            _duration = reader.GetDouble();
        }
        else if (reader.IsField("timestamp"u8))
        {
            _timestamp = reader.GetDouble();
        }
        else if (reader.IsField("last_word_end"u8))
        {
            _lastWordEnd = reader.GetDouble();
        }
        else if (reader.IsField("is_final"u8))
        {
            _isFinal = reader.TokenType is JsonTokenType.True;
        }
        else if (reader.IsField("speech_final"u8))
        {
            _speechFinal = reader.TokenType is JsonTokenType.True;
        }
        else if (reader.IsField("channel"u8))
        {
            // The numbers of the channels in other messages.
            _hasOddChannel = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null);
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                ReadChannel(ref reader);
            }
        }
    }

    private void ReadChannel(ref Utf8JsonReader reader)
    {
        while (reader.NextField())
        {
            if (reader.IsField("alternatives"u8) && reader.IsList())
            {
                for (var i = 0; reader.NextItem(); i++)
                {
                    if (i == 0 && reader.IsObject())
                    {
                        ReadBest(ref reader);
                    }

                    reader.Skip();
                }
            }

            reader.Skip();
        }
    }

    private void ReadBest(ref Utf8JsonReader reader)
    {
        while (reader.NextField())
        {
            if (reader.IsField("transcript"u8))
            {
                _best.Transcript = reader.TextOrNull();
            }
            else if (reader.IsField("words"u8) && reader.IsList())
            {
                while (reader.NextItem())
                {
                    ReadWord(ref reader);
                }
            }
            else if (reader.IsField("languages"u8) && reader.IsList())
            {
                while (reader.NextItem())
                {
                    _best.Language ??= reader.TextOrNull();
                }
            }

            reader.Skip();
        }
    }

    private void ReadWord(ref Utf8JsonReader reader)
    {
        _best.LastWordEnd = 0;
        if (!reader.IsObject())
        {
            return;
        }

        while (reader.NextField())
        {
            if (reader.IsField("end"u8))
            {
                _best.LastWordEnd = reader.GetDouble();
            }
            else if (reader.IsField("language"u8) && reader.TextOrNull() is { } language)
            {
                (_best.WordLanguages ??= []).Add(language);
            }

            reader.Skip();
        }
    }
}
