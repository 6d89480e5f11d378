using VoiceAgent.Core.Telephony;
using VoiceAgent.Core.Tools.Transfers;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>Someone to transfer callers to, while edited.</summary>
public sealed class TransferRow
{
    public string? Name { get; set; }

    public string? Number { get; set; }

    public bool IsWarm { get; set; }

    public static TransferRow From(TransferTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new TransferRow { Name = target.Name, Number = target.Number, IsWarm = target.IsWarm };
    }

    /// <summary>What is wrong with the rows, or null. Rows without name and number count for nothing.</summary>
    public static string? FindProblem(IReadOnlyList<TransferRow> rows, bool isOn)
    {
        var filled = rows.Where(row => row.IsFilled).ToList();
        return filled.Count > 20 ? ToolsText.TooManyTargets
            : filled.Any(row => string.IsNullOrWhiteSpace(row.Name) || row.Name.Trim().Length > 60) ? ToolsText.TargetNeedsName
            : filled.Select(row => row.Name!.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).Count() != filled.Count ? ToolsText.TargetTwice
            : filled.Any(row => !PhoneNumber.TryNormalize(row.Number, out _)) ? ToolsText.TargetNeedsNumber
            : isOn && filled.Count == 0 ? ToolsText.TargetMissing
            : null;
    }

    public static IReadOnlyList<TransferTarget> ToTargets(IEnumerable<TransferRow> rows) =>
    [
        .. rows.Where(row => row.IsFilled).Select(row => new TransferTarget
        {
            Name = row.Name!.Trim(),
            Number = PhoneNumber.TryNormalize(row.Number, out var number) ? number : string.Empty,
            IsWarm = row.IsWarm,
        }),
    ];

    private bool IsFilled => !string.IsNullOrWhiteSpace(Name) || !string.IsNullOrWhiteSpace(Number);
}
